import QtQuick
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// What whoever holds the tablet can do now.
AppCard {
    id: root

    required property FloorModel floor

    readonly property bool receiving: floor.myState === "receiving"
    readonly property bool away: floor.myState === "off" || floor.myState === "leave"
                                 || floor.myState === "sick"

    signal startRequested
    signal registerRequested
    signal dutyRequested

    AppText {
        width: parent.width
        kind: AppText.Title
        text: {
            if (root.receiving) return qsTr("You are receiving");
            if (root.floor.myTurn) return qsTr("It is your turn");
            if (root.away) return Words.seatState(root.floor.myState);
            if (root.floor.nextName !== "") return qsTr("%1 is next").arg(root.floor.nextName);
            return qsTr("Nobody is free");
        }
    }
    AppText {
        width: parent.width
        soft: true
        text: {
            if (root.receiving) return qsTr("Since %1. Register before the customer leaves.")
                                        .arg(Words.time(root.floor.mySince));
            if (root.floor.myTurn && root.floor.nextByMakeUp)
                return qsTr("By a make-up turn that is owed to you.");
            if (root.floor.myTurn) return qsTr("You are at the head of the turn list.");
            if (root.away) return qsTr("You are out of the turn list until you are back on duty.");
            if (root.floor.myState === "") return qsTr("You have no place in the turn list.");
            return qsTr("Start only for your own customer, or for one who asks for you.");
        }
    }
    AppButton {
        objectName: "startReception"
        visible: !root.receiving
        width: parent.width
        large: true
        iconName: "person"
        text: qsTr("Start reception")
        kind: root.floor.myTurn ? AppButton.Primary : AppButton.Secondary
        enabled: !root.floor.busy
        onClicked: root.startRequested()
    }
    AppButton {
        objectName: "registerVisit"
        visible: root.receiving
        width: parent.width
        large: true
        iconName: "register"
        text: qsTr("Register the visit")
        kind: AppButton.Primary
        onClicked: root.registerRequested()
    }
    AppButton {
        objectName: "changeDuty"
        width: parent.width
        kind: AppButton.Quiet
        text: root.away ? qsTr("Back on duty, or change") : qsTr("Change my duty")
        enabled: !root.floor.busy
        onClicked: root.dutyRequested()
    }
}
