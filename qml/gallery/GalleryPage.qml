pragma ComponentBehavior: Bound

import QtQuick
import Shoujie.Theme
import Shoujie.Components

/// Every component in its states, for designers, reviewers and the screenshot test.
AppPage {
    id: page

    title: qsTr("Gallery")
    subtitle: qsTr("Every component in its states")
    canGoBack: true

    Flickable {
        anchors.fill: parent
        contentHeight: columns.height + 2 * Theme.gapXl
        clip: true

        Row {
            id: columns
            x: Theme.gapXl
            y: Theme.gapXl
            spacing: Theme.gapXl

            Column {
                width: (page.width - 3 * Theme.gapXl) / 2
                spacing: Theme.gapXl

                GallerySection {
                    width: parent.width
                    title: qsTr("Buttons")

                    AppButton { text: qsTr("Primary"); kind: AppButton.Primary }
                    AppButton { text: qsTr("Secondary") }
                    AppButton { text: qsTr("Quiet"); kind: AppButton.Quiet }
                    AppButton { text: qsTr("Danger"); kind: AppButton.Danger }
                    AppButton { text: qsTr("Disabled"); kind: AppButton.Primary; enabled: false }
                    AppButton {
                        text: qsTr("Start reception")
                        hint: qsTr("You are next")
                        iconName: "person"
                        kind: AppButton.Primary
                        large: true
                    }
                }
                GallerySection {
                    width: parent.width
                    title: qsTr("Fields")

                    AppTextField {
                        width: 250
                        label: qsTr("Name")
                        placeholder: qsTr("Full name")
                    }
                    AppTextField {
                        width: 250
                        label: qsTr("Phone")
                        text: "138 00"
                        error: qsTr("Too short for a phone number")
                    }
                    AppTextField {
                        width: 250
                        label: qsTr("Plate")
                        text: "粤A 12345"
                        hint: qsTr("Counts together with the surname")
                    }
                }
                GallerySection {
                    width: parent.width
                    title: qsTr("Chips and badges")

                    AppChipGroup {
                        width: parent.width
                        label: qsTr("Came through")
                        current: "online"
                        options: [{ value: "passing_by", text: qsTr("Passing by") },
                                  { value: "online", text: qsTr("Online") },
                                  { value: "friend", text: qsTr("A friend") }]
                    }
                    AppBadge { text: qsTr("Waiting") }
                    AppBadge { text: qsTr("Next"); tone: AppBadge.Accent }
                    AppBadge { text: qsTr("Received"); tone: AppBadge.Success }
                    AppBadge { text: qsTr("Provisional"); tone: AppBadge.Warning }
                    AppBadge { text: qsTr("Refused"); tone: AppBadge.Danger }
                }
                GallerySection {
                    width: parent.width
                    title: qsTr("Is my work safe?")

                    SyncChip { pending: 0; refused: 0; online: true; syncing: false }
                    SyncChip { pending: 3; refused: 0; online: false; syncing: false }
                    SyncChip { pending: 3; refused: 0; online: true; syncing: true }
                    SyncChip { pending: 0; refused: 1; online: true; syncing: false }
                    SyncChip {
                        pending: 2
                        refused: 0
                        online: false
                        syncing: false
                        disputed: true
                    }
                    SyncChip {
                        pending: 2
                        refused: 0
                        online: false
                        syncing: false
                        uncertain: true
                    }
                    SyncChip {
                        pending: 2
                        refused: 0
                        online: true
                        syncing: false
                        full: true
                    }
                }
                GallerySection {
                    width: parent.width
                    title: qsTr("Type")

                    AppText { text: qsTr("Display 轮排"); kind: AppText.Display }
                    AppText { text: qsTr("Title 接待"); kind: AppText.Title }
                    AppText { text: qsTr("Heading 登记"); kind: AppText.Heading }
                    AppText { text: qsTr("Body 老客户") }
                    AppText { text: qsTr("Label 归属"); kind: AppText.Label; soft: true }
                }
            }
            Column {
                width: (page.width - 3 * Theme.gapXl) / 2
                spacing: Theme.gapXl

                MatchNotice {
                    width: parent.width
                    tone: AppBadge.Warning
                    iconName: "alert"
                    title: qsTr("李娜's customer")
                    message: qsTr("Known since 3 March by phone, 12 of 60 days.")
                    current: "help"
                    choices: [
                        { value: "back", text: qsTr("Hand back"), hint: qsTr("She takes over "
                                                                             + "now") },
                        { value: "help", text: qsTr("Help"), hint: qsTr("She is away") }
                    ]
                }
                MatchNotice {
                    width: parent.width
                    tone: AppBadge.Success
                    iconName: "check"
                    title: qsTr("Your own customer")
                    message: qsTr("Takes no turn.")
                }
                AppCard {
                    width: parent.width
                    padding: Theme.gapS

                    ListRow {
                        width: parent.width
                        avatar: "王"
                        title: "王芳"
                        subtitle: qsTr("Receiving since 10:02")
                        opens: true

                        AppBadge {
                            anchors.verticalCenter: parent.verticalCenter
                            text: qsTr("Receiving")
                            tone: AppBadge.Accent
                        }
                    }
                    ListRow {
                        width: parent.width
                        iconName: "phone"
                        title: "陈大文"
                        subtitle: "138****8000"

                        Meter {
                            anchors.verticalCenter: parent.verticalCenter
                            value: 0.2
                            label: qsTr("12 of 60 days")
                        }
                    }
                }
                GallerySection {
                    width: parent.width
                    title: qsTr("PIN")

                    PinPad { pin: "12" }
                }
                AppCard {
                    width: parent.width

                    EmptyState {
                        width: parent.width
                        iconName: "customers"
                        title: qsTr("No customers yet")
                        message: qsTr("Whoever you register stands here.")
                    }
                }
            }
        }
    }
}
