import QtQuick
import Shoujie.Theme

/// A line icon on a grid of 24, drawn by path so that it takes the colour of its place.
Item {
    id: root

    required property string name
    property color color: Theme.colors.text
    property int size: 24
    property real weight: 1.8

    readonly property var paths: ({
        floor: "M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7z M3 20c0-3.3 2.7-6 6-6s6 2.7 6 6 "
               + "M16 4.3a3.5 3.5 0 0 1 0 6.4 M17.5 14.3c2.1.8 3.5 3 3.5 5.7",
        register: "M6 4.5h12v16H6z M9 2.8h6v3.4H9z M9 10.5h6 M9 14h6 M9 17.5h3",
        phone: "M5.2 4h3.6l1.8 4.6-2.2 1.6a11.5 11.5 0 0 0 5.4 5.4l1.6-2.2 4.6 1.8v3.6"
               + "a1.8 1.8 0 0 1-1.8 1.8A15 15 0 0 1 3.4 5.8 1.8 1.8 0 0 1 5.2 4z",
        customers: "M4 5h16v14H4z M9 12a2 2 0 1 0 0-4a2 2 0 0 0 0 4z "
                   + "M6 16.2c0-1.7 1.3-2.6 3-2.6s3 .9 3 2.6 M15 9.5h2.6 M15 13h2.6",
        sync: "M4 12a8 8 0 0 1 14-5.3L20 9 M20 4v5h-5 M20 12a8 8 0 0 1-14 5.3L4 15 M4 20v-5h5",
        check: "M5 12.5l4.5 4.5L19 7.5",
        shield: "M12 3l7.5 2.8v5.8c0 4.6-3.1 7.9-7.5 9.4-4.4-1.5-7.5-4.8-7.5-9.4V5.8z "
                + "M8.5 12l2.6 2.6 4.6-5",
        clock: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z M12 7v5l3.4 2",
        alert: "M12 4l9 16H3z M12 10v4.4 M12 17v.1",
        offline: "M7 18a4.3 4.3 0 0 1-.6-8.6A6 6 0 0 1 17.8 10 4 4 0 0 1 18 18z M4 4l16 17",
        back: "M15 5l-7 7 7 7",
        forward: "M9 5l7 7-7 7",
        close: "M6 6l12 12 M18 6L6 18",
        plus: "M12 5v14 M5 12h14",
        erase: "M9 5h11v14H9l-6-7z M12 9.5l5 5 M17 9.5l-5 5",
        sun: "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8z M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 "
             + "M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M18.7 5.3l-1.4 1.4 M6.7 17.3l-1.4 1.4",
        moon: "M20 14.5A8.2 8.2 0 0 1 9.5 4a8.2 8.2 0 1 0 10.5 10.5z",
        settings: "M4 7h9 M19 7h1 M4 17h1 M11 17h9 "
                  + "M16 4.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4z "
                  + "M8 14.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 0 0 0-4.4z",
        handover: "M4 8h14 M14 4l4 4-4 4 M20 16H6 M10 12l-4 4 4 4",
        info: "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z M12 11v5.4 M12 7.7v.1",
        scale: "M12 4v16 M7 20h10 M5 7h14 M5 7l-2.5 6h5z M19 7l-2.5 6h5z",
        car: "M4 16v-4l2-5.5h12l2 5.5v4z M4 12h16 M6 16v2.5 M18 16v2.5 M7.4 14h.1 M16.6 14h.1",
        person: "M12 11.5a4 4 0 1 0 0-8a4 4 0 0 0 0 8z M4.5 20.5c0-3.9 3.3-6.5 7.5-6.5"
                + "s7.5 2.6 7.5 6.5",
        coffee: "M5 9h11v6a4 4 0 0 1-4 4H9a4 4 0 0 1-4-4z M16 10.5h1.5a2.2 2.2 0 0 1 0 4.5H16 "
                + "M8.5 3.5v2.5 M12.5 3.5v2.5"
    })

    implicitWidth: size
    implicitHeight: size
    Accessible.ignored: true

    onColorChanged: canvas.requestPaint()
    onNameChanged: canvas.requestPaint()

    // Not a Shape: the software renderer of Qt 6.4 draws shapes outside the clip of a list.
    Canvas {
        id: canvas
        anchors.fill: parent
        renderStrategy: Canvas.Immediate
        onPaint: {
            const context = getContext("2d");
            context.reset();
            context.scale(root.size / 24, root.size / 24);
            context.lineWidth = root.weight;
            context.lineCap = "round";
            context.lineJoin = "round";
            context.strokeStyle = root.color;
            context.path = root.paths[root.name] ?? "";
            context.stroke();
        }
    }
}
