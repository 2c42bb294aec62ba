import QtQuick
import Shoujie.Theme
import Shoujie.Components
import Shoujie.Words
import Shoujie.Models
import Shoujie.SignIn
import Shoujie.Floor
import Shoujie.Visits
import Shoujie.Calls
import Shoujie.Customers
import Shoujie.Sync
import Shoujie.Gallery

/// Rail, bar and the page between them. The only place that knows all pages: they say what they
/// want by signals, and the way is found here.
/// (Not `ComponentBehavior: Bound`: the Loader of Qt 6.4 cannot create bound components.)
Item {
    id: shell

    required property AppModels models

    /// The place somebody who is signed in has chosen.
    property string place: "floor"
    property string whyName: ""
    readonly property AppPage page: stage.item as AppPage
    /// What is shown: without an identity or a person there is only one place to be.
    readonly property string current: {
        if (!models.session.ready || models.session.storeError !== "") return "splash";
        if (place === "sync" || place === "gallery" || place === "enrol") return place;
        if (!models.session.enrolled) return "enrol";
        return models.session.signedIn ? place : "signin";
    }

    function open(name) { place = name; }
    function showWhy(visit, name) {
        models.why.open(visit);
        whyName = name;
        place = "why";
    }

    Binding {
        target: Theme
        property: "dark"
        value: shell.models.settings.theme === "dark"
    }
    Binding {
        target: Theme
        property: "textScale"
        value: shell.models.settings.textScale
    }

    NavigationRail {
        id: rail
        visible: shell.models.session.signedIn
        width: visible ? implicitWidth : 0
        height: parent.height
        current: shell.place === "why" ? "customers" : shell.place
        person: shell.models.session.staffName
        places: [{ page: "floor", icon: "floor", text: qsTr("Floor") },
                 { page: "register", icon: "register", text: qsTr("Register") },
                 { page: "call", icon: "phone", text: qsTr("Call") },
                 { page: "customers", icon: "customers", text: qsTr("Customers") },
                 { page: "sync", icon: "shield", text: qsTr("Sync") }]
        onPicked: page => shell.open(page)
        onHandOverRequested: {
            shell.models.session.signOut();
            shell.open("floor");
        }
    }
    TopBar {
        id: bar
        anchors.left: rail.right
        anchors.right: parent.right
        title: shell.page ? shell.page.title : ""
        subtitle: shell.page ? shell.page.subtitle : ""
        canGoBack: (shell.page && shell.page.canGoBack)
                   || (shell.current === "sync" && !shell.models.session.signedIn)
        onBackRequested: shell.open(shell.place === "why" ? "customers" : "floor")

        SyncChip {
            objectName: "syncChip"
            pending: shell.models.sync.pending + shell.models.sync.photosWaiting
            refused: shell.models.sync.refused
            online: shell.models.sync.online
            syncing: shell.models.sync.syncing
            disputed: shell.models.sync.disputed || shell.models.sync.setAside
                      || shell.models.sync.grade === "X"
            full: shell.models.sync.storageFull
            uncertain: shell.models.sync.enrolled && shell.models.sync.certainTo < 0
            onClicked: shell.open("sync")
        }
        AppIconButton {
            objectName: "settings"
            iconName: "settings"
            text: qsTr("Language, colours, text size")
            onClicked: settingsSheet.open()
        }
    }
    Loader {
        id: stage
        objectName: "stage"
        anchors.left: rail.right
        anchors.right: parent.right
        anchors.top: bar.bottom
        anchors.bottom: parent.bottom
        focus: true
        sourceComponent: {
            switch (shell.current) {
            case "splash": return splash;
            case "enrol": return enrol;
            case "signin": return signin;
            case "register": return register;
            case "call": return call;
            case "customers": return customers;
            case "why": return why;
            case "sync": return sync;
            case "gallery": return gallery;
            default: return floor;
            }
        }
    }
    AppToast {
        id: toast
        objectName: "toast"
        anchors.horizontalCenter: stage.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gapXl
        onActionTriggered: shell.showWhy(shell.models.why.visit, shell.whyName)
    }
    SettingsSheet {
        id: settingsSheet
        settings: shell.models.settings
    }

    // ---- the pages, and where they lead --------------------------------------------------------
    // qmllint disable unqualified
    Component { id: splash; SplashPage { session: shell.models.session } }
    Component { id: enrol; EnrolPage { session: shell.models.session } }
    Component { id: signin; SignInPage { session: shell.models.session } }
    Component {
        id: floor

        FloorPage {
            floor: shell.models.floor
            onRegisterRequested: shell.open("register")
        }
    }
    Component {
        id: register

        RegisterPage {
            form: shell.models.reception
            session: shell.models.session
            floor: shell.models.floor
        }
    }
    Component {
        id: call

        CallPage {
            form: shell.models.call
            session: shell.models.session
        }
    }
    Component {
        id: customers

        CustomersPage {
            customers: shell.models.customers
            onWhyRequested: (visit, name) => shell.showWhy(visit, name)
            onRegisterRequested: shell.open("register")
        }
    }
    Component {
        id: why

        WhyPage {
            why: shell.models.why
            name: shell.whyName
            onBackRequested: shell.open("customers")
        }
    }
    Component { id: sync; SyncPage { sync: shell.models.sync } }
    Component { id: gallery; GalleryPage {} }
    // qmllint enable unqualified

    // ---- what was done -------------------------------------------------------------------------
    Connections {
        target: shell.models.session

        function onSignedInChanged() {
            toast.dismiss();
            shell.open("floor");
        }
    }
    Connections {
        target: shell.models.floor

        function onStarted() {
            toast.show(qsTr("Reception begun; the turn is held for you"), "", false);
        }
        function onFailed(errorCode) { toast.show(Words.error(errorCode), "", true); }
    }
    Connections {
        target: shell.models.reception

        function onNoticeRaised() {
            toast.show(qsTr("Not saved yet: a colleague has a right. Say how they stand."), "",
                       true);
        }
        function onSaved(visit) {
            shell.models.why.open(visit);
            shell.whyName = "";
            shell.open("floor");
            toast.show(qsTr("Saved on this tablet"), qsTr("Whose customer?"), false);
        }
        function onFailed(errorCode) { toast.show(Words.error(errorCode), "", true); }
    }
    Connections {
        target: shell.models.call

        function onSaved() {
            shell.open("floor");
            toast.show(qsTr("Call saved on this tablet"), "", false);
        }
        function onFailed(errorCode) { toast.show(Words.error(errorCode), "", true); }
    }
}
