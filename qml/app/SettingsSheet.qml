import QtQuick
import Shoujie.Components
import Shoujie.Models

/// Language, colours and text size of this tablet; each takes effect at once.
AppSheet {
    id: sheet

    required property AppSettings settings

    title: qsTr("Display")

    AppChipGroup {
        objectName: "language"
        width: parent.width
        label: qsTr("Language")
        canClear: false
        // Each language in its own words, so that one finds back.
        options: [{ value: "zh_CN", text: "简体中文" }, { value: "zh_TW", text: "繁體中文" },
                  { value: "en", text: "English" }]
        current: sheet.settings.language
        onPicked: value => sheet.settings.language = value
    }
    AppChipGroup {
        objectName: "theme"
        width: parent.width
        label: qsTr("Colours")
        canClear: false
        options: [{ value: "light", text: qsTr("Light") }, { value: "dark", text: qsTr("Dark") }]
        current: sheet.settings.theme
        onPicked: value => sheet.settings.theme = value
    }
    AppChipGroup {
        objectName: "textScale"
        width: parent.width
        label: qsTr("Text size")
        canClear: false
        options: [{ value: "1", text: qsTr("Normal") }, { value: "1.15", text: qsTr("Large") },
                  { value: "1.3", text: qsTr("Largest") }]
        current: String(sheet.settings.textScale)
        onPicked: value => sheet.settings.textScale = Number(value)
    }
    AppButton {
        objectName: "settingsDone"
        width: parent.width
        kind: AppButton.Primary
        text: qsTr("Done")
        onClicked: sheet.close()
    }
}
