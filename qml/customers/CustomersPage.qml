pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Models

/// What is mine and until when. A touch says why.
AppPage {
    id: page

    required property CustomersModel customers

    signal whyRequested(string visit, string name)
    signal registerRequested

    title: qsTr("My customers")
    subtitle: {
        const all = qsTr("%n customer(s)", "", customers.total);
        return customers.expiring === 0
                ? all : all + "  ·  " + qsTr("%n end within a week", "", customers.expiring);
    }

    AppCard {
        id: card
        x: Theme.gapXl
        y: Theme.gapXl
        width: page.width - 2 * Theme.gapXl
        height: page.height - 2 * Theme.gapXl
        padding: Theme.gapL

        AppTextField {
            id: search
            objectName: "search"
            width: Math.min(420, parent.width)
            label: qsTr("Search")
            placeholder: qsTr("Name, or last digits of the phone")
            text: page.customers.filter
            onTextEdited: page.customers.filter = text
        }
        ListView {
            id: list
            width: parent.width
            height: card.height - y - 2 * card.padding
            clip: true
            spacing: Theme.gapXs
            model: page.customers.rows
            Accessible.role: Accessible.List
            Accessible.name: page.title

            delegate: CustomerRow {
                width: ListView.view.width
                objectName: "customer_" + visit
                onClicked: page.whyRequested(visit, title)
            }

            EmptyState {
                anchors.centerIn: parent
                visible: list.count === 0
                width: Math.min(520, parent.width)
                iconName: "customers"
                title: page.customers.total === 0 ? qsTr("No customers yet")
                                                  : qsTr("Nobody like this")
                message: page.customers.total === 0
                         ? qsTr("Whoever you register, and whoever asks for you, stands here.")
                         : qsTr("Try fewer characters.")
                action: page.customers.total === 0 ? qsTr("Register a visit") : ""
                onActionTriggered: page.registerRequested()
            }
        }
    }
}
