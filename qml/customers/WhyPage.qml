pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// Why is this customer mine, or not? Articles, keys, days, and what happened when.
AppPage {
    id: page

    required property WhyModel why
    property string name: ""

    title: name !== "" ? qsTr("Why: %1").arg(name) : qsTr("Why")
    subtitle: qsTr("Whose customer it is, and by which rule")
    canGoBack: true

    EmptyState {
        anchors.centerIn: parent
        visible: page.why.loaded && page.why.errorCode !== ""
        width: Math.min(520, page.width)
        iconName: "info"
        title: qsTr("Nothing to show")
        message: Words.error(page.why.errorCode)
    }
    Flickable {
        x: Theme.gapXl
        y: Theme.gapXl
        visible: page.why.loaded && page.why.errorCode === ""
        width: page.width - right.width - 3 * Theme.gapXl
        height: page.height - Theme.gapXl
        contentHeight: left.height + Theme.gapXl
        clip: true

        Column {
            id: left
            width: parent.width
            spacing: Theme.gapL

            VerdictCard {
                width: parent.width
                why: page.why
            }
            AppCard {
                width: parent.width
                spacing: Theme.gapL

                SectionTitle {
                    width: parent.width
                    text: qsTr("By which rules")
                }
                Repeater {
                    model: page.why.reasons

                    ReasonRow { width: parent.width }
                }
            }
        }
    }
    AppCard {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapXl
        y: Theme.gapXl
        visible: page.why.loaded && page.why.errorCode === ""
        width: Math.min(420, page.width * 0.4)
        height: page.height - 2 * Theme.gapXl

        SectionTitle {
            id: heading
            width: parent.width
            text: qsTr("What happened")
        }
        ListView {
            width: parent.width
            height: right.height - y - 2 * right.padding
            clip: true
            model: page.why.timeline
            Accessible.role: Accessible.List
            Accessible.name: qsTr("What happened")

            delegate: TimelineRow {
                width: ListView.view.width
                last: index === page.why.timeline.count - 1
            }
        }
    }
}
