import QtQuick
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// While the store opens, or where it could not be opened.
AppPage {
    id: page

    required property Session session

    title: qsTr("Shoujie")

    EmptyState {
        anchors.centerIn: parent
        width: Math.min(560, page.width)
        iconName: page.session.storeError !== "" ? "alert" : "shield"
        title: page.session.storeError !== "" ? qsTr("The store of this tablet cannot be opened")
                                              : qsTr("Opening…")
        message: Words.error(page.session.storeError)
    }
}
