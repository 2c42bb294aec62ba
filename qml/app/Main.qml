import QtQuick
import QtQuick.Window
import Shoujie.Theme
import Shoujie.Models

/// The window of the app.
Window {
    id: window

    required property AppModels models

    function open(page) { shell.open(page); }

    width: 1280
    height: 800
    minimumWidth: 1024
    minimumHeight: 700
    visible: true
    title: qsTr("Shoujie")
    color: Theme.colors.canvas

    AppShell {
        id: shell
        objectName: "shell"
        anchors.fill: parent
        models: window.models
    }
}
