pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// Who takes over the tablet: one touch on a name, then the PIN.
AppPage {
    id: page

    required property Session session

    property string chosen: ""

    title: session.siteName !== "" ? session.siteName : qsTr("Shoujie")
    subtitle: qsTr("Reception register")

    function choose(staffId) {
        session.clearError();
        pad.pin = "";
        chosen = staffId;
        pad.forceActiveFocus();
    }

    Flickable {
        anchors.fill: parent
        anchors.rightMargin: side.width
        contentHeight: people.height + 2 * Theme.gapXxl
        clip: true

        Column {
            id: people
            x: Theme.gapXxl
            y: Theme.gapXxl
            width: parent.width - 2 * Theme.gapXxl
            spacing: Theme.gapXl

            AppText {
                width: parent.width
                text: qsTr("Who takes over?")
                kind: AppText.Display
            }
            AppText {
                objectName: "locked"
                width: parent.width
                visible: page.session.locked
                text: qsTr("Locked: sign in to see the floor. "
                           + "What waits to be sent still goes out.")
                soft: true
            }
            Grid {
                id: grid
                width: parent.width
                columns: Math.max(1, Math.floor((width + Theme.gapL) / (250 + Theme.gapL)))
                spacing: Theme.gapL

                Repeater {
                    model: page.session.staff

                    StaffTile {
                        required property string staffId
                        required property bool canSignIn
                        required property string role

                        objectName: "staff_" + staffId
                        width: (grid.width - (grid.columns - 1) * Theme.gapL) / grid.columns
                        visible: canSignIn
                        chosen: staffId === page.chosen
                        onClicked: page.choose(staffId)
                        job: Words.role(role)
                    }
                }
            }
            AppText {
                width: parent.width
                visible: page.session.staff.count === 0
                text: qsTr("Nobody is known here yet. The list comes with the first contact to "
                           + "the office.")
                soft: true
            }
        }
    }
    Rectangle {
        id: side
        anchors.right: parent.right
        width: Math.min(440, page.width * 0.42)
        height: parent.height
        color: Theme.colors.surface

        Rectangle {
            width: 1
            height: parent.height
            color: Theme.colors.line
        }
        Column {
            anchors.centerIn: parent
            visible: page.chosen === ""
            width: parent.width - 2 * Theme.gapXxl
            spacing: Theme.gapL

            AppIcon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: "shield"
                size: 56
                weight: 1.2
                color: Theme.colors.accentText
            }
            AppText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("What you save stays saved, with or without a network. "
                           + "Records of colleagues that wait on this tablet are kept.")
                soft: true
            }
        }
        Column {
            anchors.centerIn: parent
            visible: page.chosen !== ""
            spacing: Theme.gapM

            Avatar {
                anchors.horizontalCenter: parent.horizontalCenter
                name: page.session.nameOf(page.chosen)
                size: 72
                lit: true
            }
            AppText {
                anchors.horizontalCenter: parent.horizontalCenter
                text: page.session.nameOf(page.chosen)
                kind: AppText.Title
            }
            PinPad {
                id: pad
                objectName: "pinPad"
                anchors.horizontalCenter: parent.horizontalCenter
                busy: page.session.busy
                error: Words.signInError(page.session.errorCode, page.session.waitSeconds)
                onSubmitted: pin => page.session.signIn(page.chosen, pin)
            }
        }
    }
}
