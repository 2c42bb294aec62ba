pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// Make-up turns that are owed, the first granted first, and why.
AppCard {
    id: root

    required property FloorModel floor

    SectionTitle {
        width: parent.width
        text: qsTr("Make-ups owed")
        note: root.floor.owed.count > 0 ? qsTr("%n turn(s)", "", root.floor.owed.count) : ""
    }
    AppText {
        width: parent.width
        visible: root.floor.owed.count === 0
        text: qsTr("None. Nobody has missed a turn that has to be made up for.")
        kind: AppText.Label
        soft: true
    }
    Repeater {
        model: root.floor.owed

        Item {
            id: turn

            required property string name
            required property var articles
            required property date grantedAt

            /// Of the articles cited, the one on making up (2) says why best.
            readonly property string reason: articles.find(a => a.startsWith("2."))
                                             ?? articles[0] ?? ""

            width: parent.width
            implicitHeight: words.implicitHeight

            Avatar {
                id: disc
                name: turn.name
                size: 40
            }
            Column {
                id: words
                anchors.left: disc.right
                anchors.leftMargin: Theme.gapM
                anchors.right: parent.right
                spacing: 2

                AppText {
                    width: parent.width
                    text: turn.name
                    strong: true
                }
                AppText {
                    width: parent.width
                    text: turn.reason !== ""
                          ? qsTr("Art. %1: %2").arg(turn.reason)
                                               .arg(Articles.text(turn.reason)) : ""
                    visible: text !== ""
                    kind: AppText.Label
                    soft: true
                }
                AppText {
                    width: parent.width
                    text: qsTr("Since %1").arg(Words.dayAndTime(turn.grantedAt))
                    kind: AppText.Caption
                    soft: true
                }
            }
        }
    }
}
