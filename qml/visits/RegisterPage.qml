import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models

/// The register's entry of a visit on one page; what the register answers stands beside it.
AppPage {
    id: page

    required property ReceptionForm form
    required property Session session
    required property FloorModel floor

    title: qsTr("Register a visit")
    subtitle: {
        if (form.visit === "") return qsTr("No reception is running: the entry counts from now");
        const since = Words.time(floor.mySince);
        return since !== "" ? qsTr("Reception since %1").arg(since) : "";
    }

    Component.onCompleted: who.begin()

    Flickable {
        id: left
        x: Theme.gapXl
        y: Theme.gapXl
        width: page.width - right.width - 3 * Theme.gapXl
        height: page.height - Theme.gapXl
        contentHeight: sections.height + Theme.gapXl
        clip: true

        Column {
            id: sections
            width: parent.width
            spacing: Theme.gapL

            WhoCard {
                id: who
                width: parent.width
                form: page.form
            }
            WantsCard {
                width: parent.width
                form: page.form
            }
            SpecialCard {
                width: parent.width
                form: page.form
                session: page.session
            }
        }
    }
    Flickable {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.gapXl
        y: Theme.gapXl
        width: Math.min(400, page.width * 0.38)
        height: page.height - save.height - 3 * Theme.gapXl
        contentHeight: answers.height
        clip: true

        Column {
            id: answers
            width: parent.width
            spacing: Theme.gapL

            VisitNotice {
                objectName: "notice"
                width: parent.width
                form: page.form
            }
            EvidenceCard {
                width: parent.width
                form: page.form
            }
        }
    }
    AppButton {
        id: save
        objectName: "saveVisit"
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.gapXl
        width: right.width
        large: true
        kind: AppButton.Primary
        iconName: "check"
        text: page.form.saving ? qsTr("Saving…") : qsTr("Save the entry")
        hint: !page.form.empty && page.form.strength === "weak" ? qsTr("Incomplete: weak "
                                                                       + "evidence") : ""
        enabled: !page.form.saving && !page.form.empty
        onClicked: page.form.save()
    }
}
