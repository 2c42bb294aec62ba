import QtQuick
import QtTest
import Shoujie.Theme
import Shoujie.Words

/// What holds on every screen.
AppBench {
    name: "Screens"

    readonly property var places: ["floor", "register", "call", "customers", "why", "sync",
                                   "gallery"]

    function everywhere(check) {
        check("signin");
        signIn("s1");
        tap("nav_customers");
        tryVerify(() => shows("customer_v3"));
        shell.showWhy("v3", "林晓燕");
        tryVerify(() => models.why.loaded);
        for (const place of places) {
            shell.open(place);
            wait(0);
            check(place);
        }
    }

    function test_syncChip_standsOnEveryScreen() {
        everywhere(place => {
            verify(shows("syncChip"), place);
            compare(item("syncChip").Accessible.name, "All safe, offline");
        });
    }

    function test_everyControl_hasANameAndIsLargeEnough() {
        everywhere(place => {
            let controls = 0;
            for (const control of all()) {
                if (!control.Accessible || !isControl(control)) continue;
                ++controls;
                const what = place + ": " + control + " " + control.objectName;
                verify(nameOf(control) !== "", what + " has a name");
                verify(control.height >= 48, what + " is " + control.height + " high");
                verify(control.width >= 48, what + " is " + control.width + " wide");
            }
            verify(controls >= 2, place + " has controls");
        });
    }

    function test_nothing_isCutOrOutsideTheWindow_data() {
        const rows = [];
        for (const size of [[1280, 800], [1024, 768], [1920, 1080]])
            for (const scale of [1.0, 1.3])
                for (const language of ["zh_CN", "zh_TW", "en"])
                    rows.push({ tag: `${size[0]}x${size[1]}-${scale}-${language}`, size, scale,
                                language });
        return rows;
    }
    function test_nothing_isCutOrOutsideTheWindow(row) {
        signIn("s1");
        models.settings.language = row.language;
        models.settings.textScale = row.scale;
        shell.width = row.size[0];
        shell.height = row.size[1];
        shell.showWhy("v3", "林晓燕");
        tryVerify(() => models.why.loaded);
        for (const place of places) {
            shell.open(place);
            wait(0);
            for (const shown of all()) {
                const what = `${place}: ${shown} ${shown.text}`;
                if (typeof shown.truncated === "boolean" && typeof shown.text === "string")
                    verify(!shown.truncated, what + " is cut");
                if (typeof shown.lineCount === "number" && !isControl(shown))
                    verify(shown.contentWidth <= shown.width + 1, what + " runs over its edge");
                if (!isControl(shown)) continue;
                const right = shown.mapToItem(shell, shown.width, 0).x;
                verify(right <= shell.width + 0.5, what + " ends at " + right);
                verify(shown.mapToItem(shell, 0, 0).x >= -0.5, what + " begins outside");
            }
        }
    }

    function test_language_changesAtOnce() {
        signIn("s1");
        tap("settings");
        tap("language_zh_CN");
        tryCompare(item("startReception"), "text", "开始接待");
        tap("language_zh_TW");
        tryCompare(item("startReception"), "text", "開始接待");
        compare(Theme.fontFamily, "Noto Sans CJK TC");
        tap("language_en");
        tryCompare(item("startReception"), "text", "Start reception");
        compare(Theme.fontFamily, "Noto Sans CJK SC");
        tap("theme_dark");
        verify(Theme.dark);
        tap("theme_light");
        verify(!Theme.dark);
    }

    function test_contrast_isEnoughForEveryTextOnItsSurface() {
        for (const colors of [Theme.lightColors, Theme.darkColors]) {
            const pairs = [
                ["text", "canvas"], ["text", "surface"], ["text", "sunken"], ["textSoft", "canvas"],
                ["textSoft", "surface"], ["textSoft", "sunken"], ["accentText", "surface"],
                ["accentText", "canvas"], ["accentText", "accentSoft"], ["accentInk", "accent"],
                ["success", "successSoft"], ["success", "surface"], ["warning", "warningSoft"],
                ["warning", "surface"], ["danger", "dangerSoft"], ["danger", "surface"],
                ["dangerInk", "danger"], ["text", "successSoft"], ["text", "warningSoft"],
                ["text", "dangerSoft"], ["text", "accentSoft"], ["surface", "text"]];
            for (const [ink, ground] of pairs) {
                const ratio = contrast(colors[ink], colors[ground]);
                verify(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`);
            }
        }
    }

    function test_everyErrorCode_hasWordsOfItsOwn() {
        const unknown = Words.error("no such code");
        for (const code of errorCodes()) {
            verify(Words.error(code) !== unknown, code);
            verify(Words.error(code) !== "", code);
        }
    }

    function test_everyArticle_hasWords() {
        const unknown = Articles.text("no such article");
        for (const article of ["1", "2", "2.1", "2.2", "2.3", "2.4", "3", "4", "5", "6", "7", "9",
                               "9.1", "9.2", "9.3", "10", "11", "12", "12.1", "12.2", "12.3", "13",
                               "14", "15", "16", "17", "18", "19", "20", "21"])
            verify(Articles.text(article) !== unknown, article);
    }

    function test_unenrolledTablet_asksForItsCode() {
        restartUnenrolled();
        tryVerify(() => shows("enrol"));
        verify(!item("enrol").enabled, "nothing to send yet");
        const server = item("serverInput");
        server.forceActiveFocus();
        typeInto(server, "http://127.0.0.1:9");
        keyClick(Qt.Key_Return);
        typeInto(item("codeInput"), "0123456789abcdef0123456789abcdef");
        tap("enrol");
        tryCompare(models.session, "errorCode", "unavailable", 10000);
        tryVerify(() => words(all()).includes("cannot be reached"));
        verify(!models.session.enrolled);
    }
}
