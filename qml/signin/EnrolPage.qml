import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// A tablet without an identity: where the office is, and the one-time code it gave out.
AppPage {
    id: page

    required property Session session

    title: qsTr("Shoujie")
    subtitle: qsTr("Reception register")

    function enrol() {
        if (code.text.trim() !== "" && server.text.trim() !== "")
            page.session.enrol(server.text.trim(), code.text);
    }

    AppCard {
        anchors.centerIn: parent
        width: Math.min(560, page.width - 2 * Theme.gapXl)
        padding: Theme.gapXxl
        spacing: Theme.gapL

        AppIcon {
            name: "shield"
            size: 44
            weight: 1.4
            color: Theme.colors.accentText
        }
        AppText {
            width: parent.width
            text: qsTr("Make this tablet one of the site's")
            kind: AppText.Title
        }
        AppText {
            width: parent.width
            text: qsTr("The office gives out a code for one tablet; it holds for ten minutes.")
            soft: true
        }
        AppTextField {
            id: server
            objectName: "server"
            width: parent.width
            label: qsTr("Address of the office")
            placeholder: "https://"
            inputMethodHints: Qt.ImhUrlCharactersOnly
            onAccepted: code.forceActiveFocus()
        }
        AppTextField {
            id: code
            objectName: "code"
            width: parent.width
            label: qsTr("One-time code")
            mono: true
            inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
            error: {
                if (page.session.errorCode === "") return "";
                return page.session.errorCode === "unauthorized"
                        ? qsTr("The office does not know this code. Ask for a new one.")
                        : Words.error(page.session.errorCode);
            }
            onAccepted: page.enrol()
        }
        AppButton {
            objectName: "enrol"
            width: parent.width
            large: true
            kind: AppButton.Primary
            text: page.session.busy ? qsTr("Asking the office…") : qsTr("Join the site")
            enabled: !page.session.busy && code.text.trim() !== "" && server.text.trim() !== ""
            onClicked: page.enrol()
        }
    }
}
