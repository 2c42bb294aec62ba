pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// The queue for the whole room, and the turn of whoever holds the tablet.
AppPage {
    id: page

    required property FloorModel floor

    signal registerRequested(string visit)

    readonly property bool known: !isNaN(floor.asOf.getTime())

    title: qsTr("Floor")
    subtitle: {
        const age = known ? qsTr("As of %1").arg(Words.dayAndTime(floor.asOf))
                          : qsTr("As this tablet alone knows it");
        if (floor.pendingHere === 0) return age;
        return age + "  ·  " + qsTr("%n record(s) of this tablet that the others do not know yet",
                                    "", floor.pendingHere);
    }

    AppCard {
        id: board
        x: Theme.gapXl
        y: Theme.gapXl
        width: page.width - side.width - 3 * Theme.gapXl
        height: page.height - 2 * Theme.gapXl
        padding: Theme.gapL

        NextUp {
            width: parent.width
            name: page.floor.nextName
            byMakeUp: page.floor.nextByMakeUp
        }
        ListView {
            id: list
            width: parent.width
            height: board.height - y - 2 * board.padding - outside.height - Theme.gapM
            clip: true
            spacing: Theme.gapXs
            model: page.floor.queue
            activeFocusOnTab: false
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Turn list")

            delegate: BoardRow {
                width: ListView.view.width
            }

            EmptyState {
                anchors.centerIn: parent
                visible: list.count === 0
                width: parent.width
                iconName: "floor"
                title: qsTr("No turn list yet")
                message: qsTr("The manager sets it; it comes with the next contact to the office.")
            }
        }
        Flow {
            id: outside
            x: Theme.gapL
            width: parent.width - 2 * Theme.gapL
            spacing: Theme.gapS

            Repeater {
                model: page.floor.others

                AppBadge {
                    required property string name
                    required property string seatState

                    large: true
                    text: qsTr("%1: %2").arg(name).arg(Words.seatState(seatState))
                }
            }
        }
    }
    Flickable {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapXl
        y: Theme.gapXl
        width: Math.min(400, page.width * 0.38)
        height: page.height - 2 * Theme.gapXl
        contentHeight: cards.height
        clip: true

        Column {
            id: cards
            width: parent.width
            spacing: Theme.gapXl

            MyTurnCard {
                width: parent.width
                floor: page.floor
                onStartRequested: startSheet.open()
                onRegisterRequested: page.registerRequested(page.floor.myVisit)
                onDutyRequested: dutySheet.open()
            }
            OwedCard {
                width: parent.width
                floor: page.floor
            }
        }
    }
    StartSheet {
        id: startSheet
        floor: page.floor
        onConfirmed: page.floor.startReception()
    }
    DutySheet {
        id: dutySheet
        floor: page.floor
    }
}
