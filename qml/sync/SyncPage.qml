import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// Is my work safe, what waits, what was refused, and how sure the clock is.
AppPage {
    id: page

    required property SyncStatus sync

    readonly property bool attention: sync.disputed || sync.setAside || sync.storageFull
                                      || sync.refused > 0 || sync.photosRefused > 0
    readonly property bool waits: sync.pending > 0 || sync.photosWaiting > 0
    readonly property string lastTime: Words.dayAndTime(sync.lastSync)

    title: qsTr("Is my work safe?")
    subtitle: {
        if (sync.disputed) return qsTr("The office's register is in doubt");
        if (sync.setAside) return qsTr("The office has set this tablet aside");
        if (sync.recovering) return qsTr("The office is restoring its register");
        return sync.online ? qsTr("In touch with the office")
                           : qsTr("Offline: everything is saved here");
    }

    Flickable {
        anchors.fill: parent
        contentHeight: all.height + 2 * Theme.gapXl
        clip: true

        Column {
            id: all
            x: Theme.gapXl
            y: Theme.gapXl
            width: parent.width - 2 * Theme.gapXl
            spacing: Theme.gapXl

            AppCard {
                width: parent.width
                padding: Theme.gapXxl

                Item {
                    width: parent.width
                    implicitHeight: Math.max(96, words.implicitHeight)

                    Rectangle {
                        id: disc
                        anchors.verticalCenter: parent.verticalCenter
                        width: 96
                        height: 96
                        radius: 48
                        color: {
                            if (page.attention) return Theme.colors.dangerSoft;
                            return page.waits ? Theme.colors.warningSoft : Theme.colors.successSoft;
                        }

                        AppIcon {
                            anchors.centerIn: parent
                            size: 52
                            weight: 1.5
                            name: {
                                if (page.attention) return "alert";
                                return page.waits ? "clock" : "shield";
                            }
                            color: {
                                if (page.attention) return Theme.colors.danger;
                                return page.waits ? Theme.colors.warning : Theme.colors.success;
                            }
                        }
                    }
                    Column {
                        id: words
                        anchors.verticalCenter: parent.verticalCenter
                        anchors.left: disc.right
                        anchors.leftMargin: Theme.gapXl
                        anchors.right: now.left
                        anchors.rightMargin: Theme.gapXl
                        spacing: Theme.gapXs

                        AppText {
                            width: parent.width
                            kind: AppText.Display
                            text: {
                                if (page.sync.disputed || page.sync.setAside)
                                    return qsTr("Tell the manager");
                                if (page.sync.storageFull)
                                    return qsTr("This tablet is full");
                                if (page.sync.refused > 0)
                                    return qsTr("%n refused", "records refused by the office",
                                                page.sync.refused);
                                if (page.sync.pending > 0)
                                    return qsTr("%n waiting", "records waiting to be sent",
                                                page.sync.pending);
                                if (page.sync.photosRefused > 0)
                                    return qsTr("%n photo(s) refused", "", page.sync.photosRefused);
                                if (page.sync.photosWaiting > 0)
                                    return qsTr("%n photo(s) waiting", "", page.sync.photosWaiting);
                                return qsTr("All safe");
                            }
                        }
                        AppText {
                            width: parent.width
                            soft: true
                            text: {
                                if (page.sync.disputed)
                                    return qsTr("The office's register is not the one this tablet "
                                                + "has seen: it was altered, or put back from an "
                                                + "older copy. Nothing here is lost. Keep this "
                                                + "tablet as it is and show the proof code below.");
                                if (page.sync.setAside)
                                    return qsTr("Two copies of this tablet are in use, and nobody "
                                                + "knows which is the right one. What is written "
                                                + "here stays here and does not count until the "
                                                + "office has looked at it and enrolled this "
                                                + "tablet anew.");
                                if (page.sync.recovering)
                                    return qsTr("The office has lost a part of its register and "
                                                + "is putting it together again from what the "
                                                + "tablets hold. Go on as usual: everything is "
                                                + "saved here and sent once that is done.");
                                if (page.sync.storageFull)
                                    return qsTr("What you record is still saved and sent, as long "
                                                + "as the reserve for it lasts; news from others "
                                                + "waits. Free some space: delete pictures or "
                                                + "apps that nobody needs.");
                                if (page.sync.refused > 0)
                                    return qsTr("The office did not take them. They stay here; "
                                                + "look below for what to do.");
                                if (page.sync.pending > 0)
                                    return qsTr("Saved on this tablet, also if the power fails. "
                                                + "They are sent by themselves.");
                                if (page.sync.photosRefused > 0)
                                    return qsTr("The office does not take them: too large, or no "
                                                + "pictures. The entries stand. Take the pictures "
                                                + "again.");
                                if (page.sync.photosWaiting > 0)
                                    return qsTr("The entries have arrived. Photos and signatures "
                                                + "are saved on this tablet and follow by "
                                                + "themselves.");
                                return qsTr("The office has signed for everything written here.");
                            }
                        }
                    }
                    AppButton {
                        id: now
                        objectName: "syncNow"
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        iconName: "sync"
                        text: page.sync.syncing ? qsTr("Sending…") : qsTr("Sync now")
                        enabled: !page.sync.syncing
                        onClicked: page.sync.syncNow()
                    }
                }
            }
            RefusalsCard {
                width: parent.width
                visible: page.sync.refused > 0
                sync: page.sync
            }
            Grid {
                id: figures
                width: parent.width
                columns: 3
                spacing: Theme.gapXl

                readonly property real cell: (width - 2 * spacing) / 3
                readonly property real tallest: Math.max(contact.implicitHeight,
                                                         clock.implicitHeight,
                                                         proof.implicitHeight)

                FigureCard {
                    id: contact
                    width: figures.cell
                    height: figures.tallest
                    label: qsTr("Last complete sync")
                    figure: page.lastTime !== "" ? page.lastTime : qsTr("Not yet")
                    note: qsTr("Sending and fetching resume by themselves.")
                }
                FigureCard {
                    id: clock
                    width: figures.cell
                    height: figures.tallest
                    label: qsTr("Time of what you save now")
                    figure: page.sync.certainTo >= 0
                            ? qsTr("Certain to %n s", "seconds", page.sync.certainTo)
                            : qsTr("Uncertain")
                    note: Words.timeCertainty(page.sync.grade, page.sync.bootedAt)
                }
                FigureCard {
                    id: proof
                    width: figures.cell
                    height: figures.tallest
                    label: qsTr("Proof code")
                    figure: page.sync.proofCode !== "" ? page.sync.proofCode : "–"
                    mono: true
                    note: qsTr("Write it on the customer's slip: it proves what stood here "
                               + "until now.")
                }
            }
        }
    }
}
