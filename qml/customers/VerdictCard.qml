import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// Whose it is, and how settled that is.
AppCard {
    id: card

    required property WhyModel why

    readonly property bool referred: why.status === "referred"

    AppText {
        width: parent.width
        text: qsTr("Belongs to")
        kind: AppText.Label
        soft: true
    }
    AppText {
        objectName: "whyOwner"
        width: parent.width
        kind: AppText.Display
        text: card.referred ? qsTr("The manager decides")
                            : Words.owner(card.why.ownerId, card.why.ownerName)
        color: card.referred ? Theme.colors.warning : Theme.colors.text
    }
    Flow {
        width: parent.width
        spacing: Theme.gapS

        AppBadge { text: Words.visitClass(card.why.visitClass) }
        AppBadge {
            text: card.why.ruled ? qsTr("Ruled by the manager")
                                 : Words.outcomeStatus(card.why.status)
            tone: card.why.status === "final" ? AppBadge.Success : AppBadge.Warning
        }
        AppBadge { text: Words.slot(card.why.slot) }
        AppBadge {
            visible: card.why.makeup
            text: qsTr("Earned a make-up turn")
            tone: AppBadge.Accent
        }
        AppBadge {
            visible: card.why.treatedAsNew
            text: qsTr("Counts as new")
        }
    }
    AppText {
        width: parent.width
        kind: AppText.Label
        soft: true
        text: card.why.official
              ? qsTr("The office's word, from the register.")
              : qsTr("As this tablet judges it; the office may know more and has the last word.")
    }
}
