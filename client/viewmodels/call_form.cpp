#include "client/viewmodels/call_form.hpp"

#include "client/viewmodels/text.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace shoujie::client {

namespace {

std::optional<Instant> callbackTime(const std::string& choice, Instant now, const TimeZone& zone) {
    using namespace std::chrono_literals;
    const auto today = zone.dayOf(now);
    if (choice == "hour") return now + 1h;
    if (choice == "afternoon") return std::max<Instant>(zone.startOf(today) + 15h, now + 1h);
    if (choice == "tomorrow") return zone.startOf(today + std::chrono::days(1)) + 10h;
    return std::nullopt;
}

} // namespace

CallForm::CallForm(TabletRunner& runner, Session& session, QObject* parent)
    : QObject(parent), m_runner(runner), m_session(session) {
    connect(&session, &Session::signedInChanged, this, &CallForm::clear);
}

QString CallForm::phoneProblem() const {
    return m_checker.phoneProblem(m_phone);
}

bool CallForm::empty() const {
    return m_name.trimmed().isEmpty() && m_phone.trimmed().isEmpty() && m_note.trimmed().isEmpty();
}

QString CallForm::belongsTo() const {
    return m_askedFor.isEmpty() ? m_session.staffName() : m_session.nameOf(m_askedFor);
}

void CallForm::clear() {
    for (auto* text : {&m_name, &m_phone, &m_note, &m_intent, &m_source, &m_askedFor, &m_callback})
        text->clear();
    emit edited();
}

facts::CallRegistered CallForm::entry() const {
    facts::CallRegistered entry;
    entry.answeredBy = StaffId(toBytes(m_session.staffId()));
    if (!m_askedFor.isEmpty()) entry.askedFor = StaffId(toBytes(m_askedFor));
    entry.customer->name = optionalBytes(m_name);
    if (auto phone = optionalBytes(m_phone)) entry.customer->phones.push_back(std::move(*phone));
    entry.customer->intent = optionalBytes(m_intent);
    entry.customer->source = optionalBytes(m_source);
    entry.customer->note = optionalBytes(m_note);
    return entry;
}

void CallForm::save() {
    if (m_saving || !m_session.signedIn()) return;
    m_saving = true;
    emit savingChanged();
    m_runner
        .run([draft = entry(), callback = toBytes(m_callback),
              by = StaffId(toBytes(m_session.staffId()))](Tablet& tablet) mutable {
            draft.call = CallId(tablet.newId());
            draft.callbackAt = callbackTime(callback, tablet.estimatedNow(), tablet.zone());
            return tablet.record(by, std::move(draft));
        })
        .then(this, [this](const Result<FactId>& recorded) {
            m_saving = false;
            emit savingChanged();
            if (!recorded) {
                emit failed(toText(toString(recorded.error().code)));
                return;
            }
            clear();
            emit saved();
        });
}

} // namespace shoujie::client
