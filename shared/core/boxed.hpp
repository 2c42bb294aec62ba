#pragma once

#include <memory>
#include <utility>

namespace shoujie {

/// A value that lives on the heap: copied and compared as itself, and one pointer large, so that
/// what seldom holds one stays small. Never empty, save after being moved from.
template <class T>
class Boxed {
public:
    Boxed() : m_value(std::make_unique<T>()) {}
    Boxed(T value) : m_value(std::make_unique<T>(std::move(value))) {} // NOLINT: as the value
    Boxed(const Boxed& other) : m_value(other.copy()) {}
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(const Boxed& other) {
        m_value = other.copy();
        return *this;
    }
    Boxed& operator=(Boxed&&) noexcept = default;
    ~Boxed() = default;

    operator const T&() const { return *m_value; } // NOLINT: as the value
    const T& operator*() const { return *m_value; }
    T& operator*() { return *m_value; }
    const T* operator->() const { return m_value.get(); }
    T* operator->() { return m_value.get(); }

    friend bool operator==(const Boxed& a, const Boxed& b) { return *a == *b; }

private:
    [[nodiscard]] std::unique_ptr<T> copy() const {
        return m_value ? std::make_unique<T>(*m_value) : nullptr;
    }
    std::unique_ptr<T> m_value;
};

} // namespace shoujie
