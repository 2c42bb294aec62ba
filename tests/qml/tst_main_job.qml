import QtQuick
import QtTest

/// What a salesperson does all day, with the touches it may cost (product.md).
AppBench {
    name: "MainJob"

    function startReception() {
        tap("startReception");
        tap("startConfirm");
        tryVerify(() => models.floor.myVisit !== "");
    }

    function test_signIn_costsOneTouchAndThePin() {
        signIn("s1");
        compare(taps, 1);
        compare(models.session.staffName, "王芳");
        tryVerify(() => shows("startReception"));
    }

    function test_tablet_isLockedUntilSomebodySignsIn() {
        verify(models.session.locked);
        verify(shows("locked"));
        compare(models.floor.queue.count, 0);
        // Whether the work is safe, a locked one tells too.
        tap("syncChip");
        tryVerify(() => shows("syncNow"));
        shell.open("floor");
        signIn("s1");
        tryVerify(() => !models.session.locked);
        tryVerify(() => models.floor.queue.count > 0);
        tryVerify(() => shows("startReception"));
    }

    function test_tablet_locksItselfWhenNobodyIsSignedIn() {
        signIn("s1");
        tryVerify(() => !models.session.locked);
        lockAfter(1);
        startReception();
        verify(!models.session.locked, "somebody works with it");
        models.session.signOut();
        tryVerify(() => models.session.locked);
        tryVerify(() => models.floor.queue.count === 0);
        signIn("s2");
        tryVerify(() => !models.session.locked);
    }

    function test_wrongPin_isToldInWords() {
        tap("staff_s1");
        for (const key of "9999") keyClick(key);
        keyClick(Qt.Key_Return);
        tryCompare(models.session, "errorCode", "unauthorized");
        verify(!models.session.signedIn);
        tryVerify(() => words(all()).includes("That PIN is not right"));
    }

    function test_photosThatWait_areCounted() {
        signIn("s1");
        keepPhoto();
        tryCompare(models.sync, "photosWaiting", 1);
        tap("syncChip");
        tryVerify(() => words(all()).includes("1 photo waiting"));
    }

    function test_fullTablet_saysSoEverywhere() {
        restartFull();
        tryVerify(() => models.sync.storageFull);
        signIn("s1");
        tryVerify(() => words(all()).includes("Tablet full: free some space"));
        tap("syncChip");
        tryVerify(() => words(all()).includes("This tablet is full"));
    }

    function test_reception_startsInTwoTouches() {
        signIn("s1");
        tryVerify(() => models.floor.myTurn);
        taps = 0;
        startReception();
        compare(taps, 2);
        compare(models.floor.myState, "receiving");
        compare(models.sync.pending, 1);
        tryVerify(() => shows("registerVisit"));
    }

    function test_outOfTurn_isSaidBeforeItStarts() {
        signIn("s2");
        tryCompare(models.floor, "nextName", "王芳");
        verify(!models.floor.myTurn);
        tap("startReception");
        tryVerify(() => words(all()).includes("It is not your turn"));
        tap("startCancel");
        compare(models.floor.myVisit, "");
        compare(models.sync.pending, 0);
    }

    function test_newCustomer_isRegisteredInFiveTouches() {
        signIn("s1");
        startReception();
        const visit = models.floor.myVisit;
        taps = 0;
        tap("registerVisit");
        type("name", "周文斌");
        type("phone", "13766668888");
        tryCompare(models.reception, "verdict", "unknown");
        tap("intent_first_home");
        tap("source_online");
        tap("saveVisit");
        verify(taps <= 5, taps + " touches");
        tryCompare(models.sync, "pending", 2);
        tryVerify(() => models.floor.myVisit === "");

        tap("toastAction");
        tryVerify(() => models.why.loaded);
        compare(models.why.visit, visit);
        tryCompare(models.why, "ownerName", "王芳");
        compare(models.why.visitClass, "new");
        compare(item("whyOwner").text, "王芳");
    }

    function test_knownPhone_raisesTheNotice_andHelpingIsRecorded() {
        signIn("s1");
        startReception();
        const visit = models.floor.myVisit;
        taps = 0;
        tap("registerVisit");
        type("phone", "+86 138-0013-8000");
        tryCompare(models.reception, "verdict", "colleagues");
        const notice = item("notice");
        compare(notice.title, "李娜's customer");
        verify(notice.message.includes("by phone, 12 of 60 days"), notice.message);
        compare(notice.choices.length, 4);
        tap("notice_absent");
        tap("saveVisit");
        verify(taps <= 5);

        tap("toastAction");
        tryVerify(() => models.why.loaded);
        compare(models.why.visit, visit);
        compare(models.why.ownerName, "李娜");
        compare(models.why.slot, "none");
        tryVerify(() => models.why.reasons.count > 0);
        const articles = [];
        for (let i = 0; i < models.why.reasons.count; ++i)
            articles.push(models.why.reasons.value(i, "article"));
        verify(articles.includes("13"), articles.join(" "));
    }

    function test_savingBeforeTheAnswer_showsTheNoticeInsteadOfSaving() {
        signIn("s1");
        startReception();
        tap("registerVisit");
        type("phone", "13800138000");
        mouseClick(item("saveVisit"));  // at once, before the register has answered
        tryCompare(models.reception, "verdict", "colleagues");
        tryCompare(models.reception, "saving", false);
        compare(models.sync.pending, 1, "only the start is recorded");
        verify(shows("notice_handed_back"));
        tap("notice_handed_back");
        tap("saveVisit");
        tryCompare(models.sync, "pending", 2);
    }

    function test_lapsedRight_asksNothing() {
        signIn("s1");
        tap("nav_register");
        type("phone", "13511110000");
        tryCompare(models.reception, "verdict", "colleagues_lapsed");
        compare(models.reception.colleagueReason, "");
        compare(item("notice").choices.length, 0);
    }

    function test_askedFor_asksHowTheColleagueStands() {
        signIn("s1");
        tap("nav_register");
        type("name", "周文斌");
        models.reception.askedFor = "s4";
        tryCompare(models.reception, "colleague", "赵敏");
        compare(item("notice").title, "Asks for 赵敏");
        compare(item("notice").choices.length, 4);
    }

    function test_incompleteForm_savesAndShowsItsWeakerEvidence() {
        signIn("s1");
        startReception();
        tap("registerVisit");
        type("name", "周先生");
        tryCompare(models.reception, "strength", "weak");
        compare(item("strength").text, "Weak");
        verify(item("evidenceWords").text.includes("wins no dispute"));
        compare(item("saveVisit").hint, "Incomplete: weak evidence");
        models.reception.phone = "13766668888";
        compare(models.reception.strength, "strong");
        models.reception.phone = "";
        compare(models.reception.strength, "weak");
        tap("saveVisit");
        tryCompare(models.sync, "pending", 2);
    }

    function test_badPhone_isToldBelowTheField() {
        signIn("s1");
        tap("nav_register");
        type("phone", "138****8000");
        compare(models.reception.phoneProblem, "phone_masked");
        tryVerify(() => words(all()).includes("With digits hidden it proves nothing"));
        models.reception.phone = "1380013800012";
        compare(models.reception.phoneProblem, "phone_impossible");
        models.reception.phone = "138 0013 8000";
        compare(models.reception.phoneProblem, "");
    }

    function test_call_isLoggedInThreeTouches() {
        signIn("s1");
        taps = 0;
        tap("nav_call");
        type("callName", "周文斌");
        type("callPhone", "13766668888");
        tap("callIntent_first_home");
        tap("saveCall");
        verify(taps <= 3, taps + " touches");
        tryCompare(models.sync, "pending", 1);

        // The register knows the call from now on.
        tap("nav_register");
        type("phone", "13766668888");
        tryCompare(models.reception, "verdict", "called_in");
    }

    function test_duty_takesOutOfTheTurnList() {
        signIn("s1");
        tryVerify(() => models.floor.myTurn);
        tap("changeDuty");
        tap("duty_off");
        tryCompare(models.floor, "myState", "off");
        verify(!models.floor.myTurn);
        tap("changeDuty");
        tap("duty_on");
        tryCompare(models.floor, "myState", "waiting");
    }

    function test_handOver_clearsWhatTheLastPersonTyped() {
        signIn("s1");
        tap("nav_register");
        type("name", "周文斌");
        tap("handOver");
        tryVerify(() => shows("staff_s2"));
        compare(models.reception.name, "");
        signIn("s2");
        tap("nav_customers");
        tryVerify(() => shows("customer_v4"));
        verify(!shows("customer_v3"), "nobody sees the customers of the one before");
    }

    function test_restart_keepsWhatWasSaved() {
        signIn("s1");
        startReception();
        const visit = models.floor.myVisit;
        restartApp();
        signIn("s1");
        tryCompare(models.floor, "myVisit", visit);
        compare(models.sync.pending, 1);
    }
}
