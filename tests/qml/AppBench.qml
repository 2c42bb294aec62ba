import QtQuick
import QtTest
import Shoujie.App
import Shoujie.Test

/// The whole app in a window, with a finger that counts its touches.
TestCase {
    id: bench

    property int taps: 0
    property AppShell shell: null
    readonly property var models: ground.models

    width: 1280
    height: 800
    visible: true
    when: windowShown

    TestBench { id: ground }
    Component { id: app; AppShell { width: bench.width; height: bench.height } }

    function init() {
        failOnWarning(/.?/);
        ground.start();
        show();
    }
    function show() {
        shell = createTemporaryObject(app, bench, { models: ground.models });
        tryVerify(() => ground.models.session.ready);
        taps = 0;
    }
    function cleanup() {
        shell.destroy();
        shell = null;
        wait(0);
        ground.stop();
    }

    function all() { return ground.visibleItems(bench.parent); }
    function item(name) {
        let found = null;
        tryVerify(() => {
            found = ground.find(bench.parent, name);
            return found !== null && found.visible;
        }, 5000, name + " is on the screen");
        return found;
    }
    function shows(name) {
        const found = ground.find(bench.parent, name);
        return found !== null && found.visible;
    }
    /// One touch that is not typing.
    function tap(name) {
        const target = item(name);
        tryVerify(() => target.enabled, 5000, name + " can be touched");
        wait(0);
        mouseClick(target);
        ++taps;
    }
    /// Types where the focus is; moving on to the next field is Return, as on a keyboard.
    function type(name, text) {
        const field = item(name + "Input");
        for (let i = 0; i < 12 && !field.activeFocus; ++i) keyClick(Qt.Key_Return);
        verify(field.activeFocus, name + " is reached by the keyboard");
        ground.type(field, text);
        compare(field.text, text);
    }
    function signIn(staff) {
        tap("staff_" + staff);
        for (const key of "1234") keyClick(key);
        keyClick(Qt.Key_Return);
        tryVerify(() => models.session.signedIn);
        wait(0);
    }
    function restartApp() {
        shell.destroy();
        wait(0);
        ground.restart();
        show();
    }
    function restartFull() {
        shell.destroy();
        wait(0);
        ground.restartFull();
        show();
    }
    function lockAfter(milliseconds) { ground.lockAfter(milliseconds); }
    function keepPhoto() { ground.keepPhoto(); }
    function restartUnenrolled() {
        shell.destroy();
        wait(0);
        ground.startUnenrolled();
        show();
    }
    function typeInto(field, text) { ground.type(field, text); }
    function isControl(item) { return ground.isControl(item); }
    function nameOf(item) { return ground.accessibleName(item); }
    function contrast(a, b) { return ground.contrast(a, b); }
    function errorCodes() { return ground.errorCodes(); }
    function words(items) {
        return items.filter(i => typeof i.text === "string" && i.text !== "").map(i => i.text)
                    .join("\n");
    }
}
