import QtQuick
import Shoujie.Components
import Shoujie.Words

/// An article that was applied, in plain words, with what it was applied to.
Item {
    id: root

    required property string article
    required property string key
    required property int days
    required property int limit
    required property date from
    required property date to

    implicitHeight: Math.max(number.implicitHeight, words.implicitHeight)

    AppBadge {
        id: number
        text: qsTr("Art. %1").arg(root.article)
        tone: AppBadge.Accent
    }
    Column {
        id: words
        x: 92
        width: parent.width - x
        spacing: 4

        AppText {
            width: parent.width
            text: Articles.text(root.article)
        }
        AppText {
            width: parent.width
            visible: root.key !== ""
            text: qsTr("Recognised by %1").arg(Words.key(root.key))
            kind: AppText.Label
            soft: true
        }
        AppText {
            width: parent.width
            visible: root.limit > 0
            text: qsTr("From %1 to %2: day %3 of %4").arg(Words.day(root.from))
                                                     .arg(Words.day(root.to))
                                                     .arg(root.days).arg(root.limit)
            kind: AppText.Label
            soft: true
        }
        Meter {
            visible: root.limit > 0
            width: Math.min(280, parent.width)
            value: root.limit > 0 ? root.days / root.limit : 0
            label: qsTr("%1 of %2 days").arg(root.days).arg(root.limit)
            tone: root.days > root.limit ? AppBadge.Warning : AppBadge.Accent
        }
    }
}
