import QtQuick
import Shoujie.Components
import Shoujie.Models

/// The second touch of a start: says whose turn it is, so that nobody takes one by mistake.
AppSheet {
    id: sheet

    required property FloorModel floor

    signal confirmed

    iconName: floor.myTurn ? "person" : "alert"
    title: floor.myTurn ? qsTr("Start a reception?") : qsTr("It is not your turn")
    message: {
        if (floor.myTurn) return qsTr("The turn is held for you until you register. "
                                      + "Nobody sees whom you receive.");
        if (floor.nextName === "") return qsTr("Nobody is next. Start if the visitor is yours, "
                                               + "asks for you, or nobody else is here.");
        return qsTr("%1 is next. Start if the visitor is your own customer, asks for you, or %1 "
                    + "agrees; otherwise it counts as out of turn.").arg(floor.nextName);
    }

    AppButton {
        objectName: "startConfirm"
        width: parent.width
        large: true
        kind: AppButton.Primary
        text: sheet.floor.myTurn ? qsTr("Start now") : qsTr("Start anyway")
        onClicked: {
            sheet.close();
            sheet.confirmed();
        }
    }
    AppButton {
        objectName: "startCancel"
        width: parent.width
        kind: AppButton.Quiet
        text: qsTr("Not now")
        onClicked: sheet.close()
    }
}
