pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// Records that the office refused: why, and what to do. They are never dropped.
AppCard {
    id: root

    required property SyncStatus sync

    SectionTitle {
        width: parent.width
        text: qsTr("Refused by the office")
    }
    Repeater {
        model: root.sync.refusals

        ListRow {
            id: row

            required property string kind
            required property string code
            required property string path

            width: parent.width
            leftPadding: 0
            rightPadding: 0
            iconName: "alert"
            title: Words.factKind(row.kind)
            subtitle: Words.error(row.code) + " " + Words.remedy(row.code)

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                text: row.path
                kind: AppText.Caption
                mono: true
                soft: true
            }
        }
    }
}
