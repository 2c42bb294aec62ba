#include "client/viewmodels/reception_form.hpp"

#include "client/viewmodels/outcome_words.hpp"
#include "client/viewmodels/text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace shoujie::client {

namespace {

/// The register is asked when nobody has typed for this long.
constexpr std::chrono::milliseconds kTypingRests{120};

template <class Enum>
std::optional<Enum> enumeratorOf(const QString& word) {
    const auto& words = facts::Words<Enum>::kAll;
    const auto found = std::find(words.begin(), words.end(), toBytes(word));
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(std::distance(words.begin(), found));
}

} // namespace

ReceptionForm::ReceptionForm(TabletRunner& runner, Session& session, QObject* parent)
    : QObject(parent), m_runner(runner), m_session(session) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kTypingRests);
    connect(&m_pause, &QTimer::timeout, this, &ReceptionForm::lookUp);
    connect(this, &ReceptionForm::edited, this, &ReceptionForm::onEdited);
    // Whatever the last person typed is nobody else's business (art. 11).
    connect(&session, &Session::signedInChanged, this, &ReceptionForm::clear);
}

facts::Customer ReceptionForm::customer() const {
    facts::Customer customer;
    customer.name = optionalBytes(m_name);
    for (const auto& phone : {m_phone, m_secondPhone})
        if (auto bytes = optionalBytes(phone)) customer.phones.push_back(std::move(*bytes));
    facts::Vehicle vehicle{optionalBytes(m_brand), optionalBytes(m_plate)};
    if (vehicle.brand || vehicle.plate) customer.vehicles.push_back(std::move(vehicle));
    customer.employer = optionalBytes(m_employer);
    customer.address = optionalBytes(m_address);
    customer.intent = optionalBytes(m_intent);
    customer.source = optionalBytes(m_source);
    customer.note = optionalBytes(m_note);
    return customer;
}

facts::Customer ReceptionForm::companion() const {
    facts::Customer companion;
    companion.name = optionalBytes(m_companionName);
    if (auto phone = optionalBytes(m_companionPhone)) companion.phones.push_back(std::move(*phone));
    return companion;
}

bool ReceptionForm::empty() const {
    return customer() == facts::Customer{} && companion() == facts::Customer{} &&
           m_publicBasis.isEmpty() && m_askedFor.isEmpty();
}

// ---- checks while typing -------------------------------------------------------------------

QString ReceptionForm::nameProblem() const {
    return m_checker.nameProblem(customer(), m_keys);
}
QString ReceptionForm::phoneProblem() const {
    return m_checker.phoneProblem(m_phone);
}
QString ReceptionForm::secondPhoneProblem() const {
    return m_checker.phoneProblem(m_secondPhone);
}
QString ReceptionForm::plateProblem() const {
    return m_checker.plateProblem(m_plate, m_keys);
}

void ReceptionForm::onEdited() {
    m_keys = m_checker.keysOf(customer());
    // Intent, source and note say nothing of who it is: they ask no new question.
    auto asked = customer();
    asked.intent.reset();
    asked.source.reset();
    asked.note.reset();
    auto askedCompanion = companion();
    if (asked == m_asked && askedCompanion == m_askedCompanion) {
        emit matchChanged(); // whom they asked for may have changed
        return;
    }
    m_asked = std::move(asked);
    m_askedCompanion = std::move(askedCompanion);
    ++m_question;
    m_waiting = true;
    m_pause.start();
}

// ---- what the register says ----------------------------------------------------------------

void ReceptionForm::lookUp() {
    m_pause.stop();
    m_runner
        .run([customer = m_asked, companion = m_askedCompanion,
              me = StaffId(toBytes(m_session.staffId()))](Tablet& tablet) {
            Match match{tablet.lookUp(customer, me), {}, {}};
            if (companion != facts::Customer{}) match.companion = tablet.lookUp(companion, me);
            std::optional<Instant> since;
            for (const auto& fact : match.customer.facts)
                if (const auto at = tablet.timeOf(fact))
                    since = since ? std::min(*since, at->latest) : at->latest;
            match.since = siteTime(tablet.zone(), since);
            return match;
        })
        .then(this, [this, question = m_question](const Match& match) {
            if (question == m_question) takeMatch(match);
        });
}

void ReceptionForm::takeMatch(const Match& match) {
    const bool livedBefore = rightLives();
    m_waiting = false;
    m_match = match;
    if (!colleagueId()) m_original.clear();
    emit matchChanged();
    if (!std::exchange(m_saveWaits, false)) return;
    if (rightLives() && !livedBefore) {
        setSaving(false);
        emit noticeRaised();
    } else {
        write();
    }
}

bool ReceptionForm::rightLives() const {
    return m_match && m_match->customer.verdict == rules::LookUp::Verdict::colleagues;
}

QString ReceptionForm::verdict() const {
    return m_match ? wordOf(m_match->customer.verdict) : QString();
}
QString ReceptionForm::matchOwner() const {
    const bool known = m_match && m_match->customer.owner;
    return known ? m_session.nameOf(toText(m_match->customer.owner->value)) : QString();
}
QString ReceptionForm::matchKey() const {
    return m_match ? toText(m_match->customer.key) : QString();
}
QDateTime ReceptionForm::matchSince() const {
    return m_match ? m_match->since : QDateTime();
}
int ReceptionForm::matchDays() const {
    const bool measured = m_match && m_match->customer.window;
    return measured ? static_cast<int>(m_match->customer.window->days) : 0;
}
int ReceptionForm::matchLimit() const {
    const bool measured = m_match && m_match->customer.window;
    return measured ? static_cast<int>(m_match->customer.window->limit) : 0;
}

QString ReceptionForm::colleagueReason() const {
    if (!m_publicBasis.isEmpty()) return {};
    if (rightLives() && m_match->customer.owner) return QStringLiteral("match");
    if (!m_askedFor.isEmpty() && m_askedFor != m_session.staffId())
        return QStringLiteral("asked_for");
    if (m_match && m_match->companion.verdict == rules::LookUp::Verdict::colleagues)
        return QStringLiteral("companion");
    return {};
}

std::optional<StaffId> ReceptionForm::colleagueId() const {
    const auto reason = colleagueReason();
    if (reason == QLatin1String("match")) return m_match->customer.owner;
    if (reason == QLatin1String("asked_for")) return StaffId(toBytes(m_askedFor));
    if (reason == QLatin1String("companion")) return m_match->companion.owner;
    return std::nullopt;
}

QString ReceptionForm::colleague() const {
    const auto id = colleagueId();
    return id ? m_session.nameOf(toText(id->value)) : QString();
}

void ReceptionForm::setOriginal(const QString& word) {
    if (word == m_original) return;
    m_original = word;
    emit matchChanged();
}

// ---- saving --------------------------------------------------------------------------------

void ReceptionForm::useVisit(const QString& visit) {
    if (visit == m_visit) return;
    m_visit = visit;
    emit visitChanged();
}

void ReceptionForm::clear() {
    for (auto* text : {&m_name, &m_phone, &m_secondPhone, &m_brand, &m_plate, &m_employer,
                       &m_address, &m_note, &m_intent, &m_source, &m_askedFor, &m_companionName,
                       &m_companionPhone, &m_publicBasis, &m_original})
        text->clear();
    m_businessCard = false;
    m_groupPurchase = false;
    m_match.reset();
    m_asked = {};
    m_askedCompanion = {};
    m_keys = {};
    ++m_question;
    m_pause.stop();
    m_waiting = false;
    m_saveWaits = false;
    emit edited();
    emit matchChanged();
}

facts::VisitRegistered ReceptionForm::entry(const VisitId& visit) const {
    facts::VisitRegistered entry;
    entry.visit = visit;
    entry.receiver = StaffId(toBytes(m_session.staffId()));
    entry.customers.push_back(customer());
    if (!m_askedFor.isEmpty()) entry.askedFor = StaffId(toBytes(m_askedFor));
    if (const auto old = companion(); old != facts::Customer{}) entry.accompaniedBy = old;
    entry.publicBasis = enumeratorOf<facts::PublicBasis>(m_publicBasis);
    if (entry.publicBasis && m_businessCard) entry.businessCard = true;
    if (m_groupPurchase) entry.groupPurchase = true;
    // Only a right that lives and was shown makes the receiver aware (rules.md 4).
    if (rightLives()) entry.aware = true;
    if (colleagueId()) entry.original = enumeratorOf<facts::OriginalState>(m_original);
    return entry;
}

void ReceptionForm::save() {
    if (m_saving || !m_session.signedIn()) return;
    setSaving(true);
    if (!m_waiting) {
        write();
        return;
    }
    m_saveWaits = true;
    if (m_pause.isActive()) lookUp();
}

void ReceptionForm::write() {
    m_runner
        .run([draft = entry(VisitId(toBytes(m_visit))),
              by = StaffId(toBytes(m_session.staffId()))](Tablet& tablet) mutable {
            if (draft.visit.empty()) draft.visit = VisitId(tablet.newId());
            const auto visit = draft.visit.value;
            auto recorded = tablet.record(by, std::move(draft));
            return recorded ? Result<std::string>(visit)
                            : Result<std::string>(std::move(recorded).error());
        })
        .then(this, [this](const Result<std::string>& visit) {
            setSaving(false);
            if (!visit) {
                emit failed(toText(toString(visit.error().code)));
                return;
            }
            clear();
            useVisit({});
            emit saved(toText(*visit));
        });
}

void ReceptionForm::setSaving(bool saving) {
    if (saving == m_saving) return;
    m_saving = saving;
    emit savingChanged();
}

} // namespace shoujie::client
