#pragma once

#include "client/viewmodels/app_settings.hpp"
#include "client/viewmodels/call_form.hpp"
#include "client/viewmodels/customers_model.hpp"
#include "client/viewmodels/floor_model.hpp"
#include "client/viewmodels/reception_form.hpp"
#include "client/viewmodels/session.hpp"
#include "client/viewmodels/sync_status.hpp"
#include "client/viewmodels/why_model.hpp"

#include <QObject>
#include <QSettings>
#include <QtQml/qqmlregistration.h>

namespace shoujie::client {

/// Everything the window is given. Pages are handed the one or two models they need.
class AppModels final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the app")
    Q_PROPERTY(shoujie::client::AppSettings* settings READ settings CONSTANT)
    Q_PROPERTY(shoujie::client::Session* session READ session CONSTANT)
    Q_PROPERTY(shoujie::client::SyncStatus* sync READ sync CONSTANT)
    Q_PROPERTY(shoujie::client::FloorModel* floor READ floor CONSTANT)
    Q_PROPERTY(shoujie::client::ReceptionForm* reception READ reception CONSTANT)
    Q_PROPERTY(shoujie::client::CallForm* call READ call CONSTANT)
    Q_PROPERTY(shoujie::client::CustomersModel* customers READ customers CONSTANT)
    Q_PROPERTY(shoujie::client::WhyModel* why READ why CONSTANT)

public:
    /// Both outlive this.
    AppModels(TabletRunner& runner, QSettings& settings, QObject* parent = nullptr);

    [[nodiscard]] AppSettings* settings() const { return m_settings; }
    [[nodiscard]] Session* session() const { return m_session; }
    [[nodiscard]] SyncStatus* sync() const { return m_sync; }
    [[nodiscard]] FloorModel* floor() const { return m_floor; }
    [[nodiscard]] ReceptionForm* reception() const { return m_reception; }
    [[nodiscard]] CallForm* call() const { return m_call; }
    [[nodiscard]] CustomersModel* customers() const { return m_customers; }
    [[nodiscard]] WhyModel* why() const { return m_why; }

private:
    AppSettings* m_settings;
    Session* m_session;
    SyncStatus* m_sync;
    FloorModel* m_floor;
    ReceptionForm* m_reception;
    CallForm* m_call;
    CustomersModel* m_customers;
    WhyModel* m_why;
};

} // namespace shoujie::client
