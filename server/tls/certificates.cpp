#include "server/tls/certificates.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <memory>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace shoujie::server {

namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* held) const {
        Free(held);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Memory = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using Address = std::unique_ptr<ASN1_OCTET_STRING, Deleter<ASN1_OCTET_STRING_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Deleter<GENERAL_NAMES_free>>;

Error failed(const char* what) {
    return {ErrorCode::unavailable, "", std::string("OpenSSL cannot ") + what};
}

// ---- PEM ---------------------------------------------------------------------------------------
Memory reading(std::string_view text) {
    return Memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

template <class Write>
std::string written(Write write) {
    const Memory out(BIO_new(BIO_s_mem()));
    char* data = nullptr;
    if (!out || write(out.get()) != 1) return {};
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

std::string pemOf(X509* certificate) {
    return written([&](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

std::string pemOf(EVP_PKEY* key) {
    return written([&](BIO* out) {
        return PEM_write_bio_PKCS8PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
}

/// Nobody is asked for a password: a protected key is one that cannot be read.
int noPassword(char*, int, int, void*) {
    return -1;
}

Key keyOf(std::string_view pem) {
    return Key(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, noPassword, nullptr));
}

std::vector<Certificate> certificatesOf(std::string_view pem) {
    std::vector<Certificate> all;
    const Memory in = reading(pem);
    while (X509* next = PEM_read_bio_X509(in.get(), nullptr, noPassword, nullptr))
        all.emplace_back(next);
    return all;
}

// ---- building ----------------------------------------------------------------------------------
std::time_t secondsOf(Instant at) {
    return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

bool extend(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// A positive number of 127 random bits (RFC 5280, 4.1.2.2).
bool setSerial(X509* certificate) {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7f) | 0x40);
    const std::unique_ptr<BIGNUM, Deleter<BN_free>> number(
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

/// A version 3 certificate of `key` with its name and times, but no extensions and no signature.
Certificate draft(EVP_PKEY* key, const std::string& name, Instant now, Duration life) {
    Certificate made(X509_new());
    if (!made || X509_set_version(made.get(), X509_VERSION_3) != 1 || !setSerial(made.get()) ||
        !ASN1_TIME_set(X509_getm_notBefore(made.get()), secondsOf(now - kBackdated)) ||
        !ASN1_TIME_set(X509_getm_notAfter(made.get()), secondsOf(now + life)) ||
        X509_set_pubkey(made.get(), key) != 1)
        return nullptr;
    const auto* text = reinterpret_cast<const unsigned char*>(name.data());
    if (X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8, text,
                                   static_cast<int>(name.size()), -1, 0) != 1)
        return nullptr;
    return made;
}

Key makeKey() {
    return Key(EVP_EC_gen("P-256"));
}

Address addressOf(const std::string& name) {
    return Address(a2i_IPADDRESS(name.c_str()));
}

/// Letters, digits, dots and hyphens: nothing that could mean more in an extension's text.
bool isHost(const std::string& name) {
    constexpr std::size_t kLongest = 253; // RFC 1035
    return !name.empty() && name.size() <= kLongest && name.front() != '.' && name.back() != '.' &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) {
               return c < 0x80 && (std::isalnum(c) != 0 || c == '.' || c == '-');
           });
}

// ---- reading -----------------------------------------------------------------------------------
Result<Instant> instantOf(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return failed("read a certificate's times");
    return Instant(std::chrono::seconds(::timegm(&parts)));
}

std::string addressText(const ASN1_OCTET_STRING* address) {
    constexpr int kVersion4 = 4;
    const unsigned char* bytes = ASN1_STRING_get0_data(address);
    const int size = ASN1_STRING_length(address);
    std::string text;
    if (size == kVersion4) {
        for (int i = 0; i < size; ++i)
            text.append(i == 0 ? "" : ".").append(std::to_string(bytes[i]));
        return text;
    }
    const auto hex = toHex({bytes, static_cast<std::size_t>(size)});
    for (std::size_t i = 0; i < hex.size(); i += 4)
        text.append(i == 0 ? "" : ":").append(hex, i, 4);
    return text;
}

std::vector<std::string> namesOf(X509* certificate) {
    std::vector<std::string> found;
    const Names names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type == GEN_DNS)
            found.emplace_back(
                reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
        else if (name->type == GEN_IPADD)
            found.push_back(addressText(name->d.iPAddress));
    }
    std::sort(found.begin(), found.end());
    return found;
}

bool isSignedBy(X509* certificate, X509* issuer) {
    return X509_check_issued(issuer, certificate) == X509_V_OK &&
           X509_verify(certificate, X509_get0_pubkey(issuer)) == 1;
}

Error wrongIdentity(const char* why) {
    return {ErrorCode::notAllowed, "certificate", why};
}

} // namespace

Result<std::string> canonicalName(const std::string& name) {
    if (const Address address = addressOf(name)) return addressText(address.get());
    if (!isHost(name))
        return Error{ErrorCode::notAllowed, "name", "is no host's name and no IP address"};
    std::string lower = name;
    for (char& c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

Result<TlsIdentity> makeAuthority(Instant now) {
    const Key key = makeKey();
    if (!key) return failed("make a key");
    std::array<unsigned char, 4> mark{};
    if (RAND_bytes(mark.data(), static_cast<int>(mark.size())) != 1) return failed("draw lots");
    // Two authorities of one name would be hard to tell apart in an error.
    const Certificate made = draft(key.get(), "Shoujie " + toHex(mark), now, kAuthorityLife);
    if (!made) return failed("make a certificate");
    X509* own = made.get();
    X509_set_issuer_name(own, X509_get_subject_name(own));
    if (!extend(own, own, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
        !extend(own, own, NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !extend(own, own, NID_subject_key_identifier, "hash") ||
        X509_sign(own, key.get(), EVP_sha256()) <= 0)
        return failed("sign a certificate");
    return TlsIdentity{pemOf(own), pemOf(key.get())};
}

Result<TlsIdentity> issueCertificate(const TlsIdentity& authority,
                                     const std::vector<std::string>& names, Instant now) {
    std::string alternatives;
    for (const auto& name : names) {
        const auto spelt = canonicalName(name);
        if (!spelt) return spelt.error();
        alternatives.append(alternatives.empty() ? "" : ",")
            .append(addressOf(name) ? "IP:" : "DNS:")
            .append(*spelt);
    }
    if (names.empty()) return Error{ErrorCode::tooShort, "name", "there must be at least one"};
    const Key issuerKey = keyOf(authority.key);
    const auto issuers = certificatesOf(authority.chain);
    if (!issuerKey || issuers.empty()) return failed("read the authority");
    X509* issuer = issuers.front().get();

    const Key key = makeKey();
    if (!key) return failed("make a key");
    const Certificate made = draft(key.get(), "Shoujie server", now, kCertificateLife);
    if (!made) return failed("make a certificate");
    X509* own = made.get();
    X509_set_issuer_name(own, X509_get_subject_name(issuer));
    if (!extend(own, issuer, NID_basic_constraints, "critical,CA:FALSE") ||
        !extend(own, issuer, NID_key_usage, "critical,digitalSignature") ||
        !extend(own, issuer, NID_ext_key_usage, "serverAuth") ||
        !extend(own, issuer, NID_subject_key_identifier, "hash") ||
        !extend(own, issuer, NID_authority_key_identifier, "keyid:always") ||
        !extend(own, issuer, NID_subject_alt_name, alternatives) ||
        X509_sign(own, issuerKey.get(), EVP_sha256()) <= 0)
        return failed("sign a certificate");
    return TlsIdentity{pemOf(own) + authority.chain, pemOf(key.get())};
}

Result<std::vector<CertificateInfo>> describeChain(std::string_view chain) {
    std::vector<CertificateInfo> infos;
    for (const Certificate& certificate : certificatesOf(chain)) {
        X509* own = certificate.get();
        auto begins = instantOf(X509_get0_notBefore(own));
        auto ends = instantOf(X509_get0_notAfter(own));
        if (!begins || !ends) return failed("read a certificate's times");
        CertificateInfo info{*begins, *ends, namesOf(own), isSignedBy(own, own), {}};
        if (X509_digest(own, EVP_sha256(), info.fingerprint.data(), nullptr) != 1)
            return failed("hash a certificate");
        infos.push_back(std::move(info));
    }
    if (infos.empty()) return wrongIdentity("the file holds no certificate in PEM form");
    return infos;
}

Result<void> checkIdentity(const TlsIdentity& identity) {
    const auto chain = certificatesOf(identity.chain);
    if (chain.empty()) return wrongIdentity("the file holds no certificate in PEM form");
    const Key key = keyOf(identity.key);
    if (!key) return wrongIdentity("the key's file holds no private key without a password");
    if (X509_check_private_key(chain.front().get(), key.get()) != 1)
        return wrongIdentity("the key is not the first certificate's");
    for (std::size_t i = 0; i < chain.size(); ++i) {
        X509* issuer = chain[std::min(i + 1, chain.size() - 1)].get();
        if (!isSignedBy(chain[i].get(), issuer))
            return wrongIdentity("each certificate must be signed by the next, and the last, which "
                                 "tablets pin, by itself");
    }
    return {};
}

} // namespace shoujie::server
