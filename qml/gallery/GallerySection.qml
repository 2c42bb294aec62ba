import QtQuick
import Shoujie.Theme
import Shoujie.Components

AppCard {
    id: root

    required property string title
    default property alias items: flow.data

    SectionTitle {
        width: parent.width
        text: root.title
    }
    Flow {
        id: flow
        width: parent.width
        spacing: Theme.gapL
    }
}
