import QtQuick
import Shoujie.Theme

/// What stands between the top bar and the bottom edge. The shell shows `title` in the bar.
FocusScope {
    property string title: ""
    property string subtitle: ""
    /// Pages one comes back from show an arrow in the bar.
    property bool canGoBack: false

    signal backRequested

    Rectangle {
        anchors.fill: parent
        color: Theme.colors.canvas
    }
}
