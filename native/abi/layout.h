// Compile-time proof that mapioffline.h has the documented binary layout. Slots are proved on
// tables of function pointers, as C sees the interfaces. native/test/abi/layout_test.cc calls every
// slot of a C++ object through such a table, which shows that C and C++ agree.
#pragma once

#include <cstddef>
#include <type_traits>

#include "abi/mapioffline.h"

namespace rx_outlook::abi {

struct IUnknownVtbl {
  HRESULT(STDMETHODCALLTYPE* QueryInterface)(void* self, const IID* riid, void** object);
  ULONG(STDMETHODCALLTYPE* AddRef)(void* self);
  ULONG(STDMETHODCALLTYPE* Release)(void* self);
};

struct IMAPIOfflineVtbl : IUnknownVtbl {
  HRESULT(STDMETHODCALLTYPE* SetCurrentState)(void* self, ULONG flags, ULONG mask, ULONG state,
                                              void* reserved);
  HRESULT(STDMETHODCALLTYPE* GetCapabilities)(void* self, ULONG* capabilities);
  HRESULT(STDMETHODCALLTYPE* GetCurrentState)(void* self, ULONG* state);
  HRESULT(STDMETHODCALLTYPE* Placeholder1)(void* self);
};

struct IMAPIOfflineMgrVtbl : IMAPIOfflineVtbl {
  HRESULT(STDMETHODCALLTYPE* Advise)(void* self, ULONG flags, MAPIOFFLINE_ADVISEINFO* info,
                                     ULONG* token);
  HRESULT(STDMETHODCALLTYPE* Unadvise)(void* self, ULONG flags, ULONG token);
  HRESULT(STDMETHODCALLTYPE* Placeholders[7])(void* self);
};

struct IMAPIOfflineNotifyVtbl : IUnknownVtbl {
  void(STDMETHODCALLTYPE* Notify)(void* self, const MAPIOFFLINE_NOTIFY* info);
};

constexpr std::size_t kSlot = sizeof(void*);
constexpr bool k64Bit = sizeof(void*) == 8;

// The standard supports offsetof of a derived struct only conditionally; every compiler that we
// build with supports it.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
#endif
static_assert(offsetof(IMAPIOfflineVtbl, SetCurrentState) == 3 * kSlot);
static_assert(offsetof(IMAPIOfflineVtbl, GetCapabilities) == 4 * kSlot);
static_assert(offsetof(IMAPIOfflineVtbl, GetCurrentState) == 5 * kSlot);
static_assert(offsetof(IMAPIOfflineVtbl, Placeholder1) == 6 * kSlot);
static_assert(offsetof(IMAPIOfflineMgrVtbl, Advise) == 7 * kSlot);
static_assert(offsetof(IMAPIOfflineMgrVtbl, Unadvise) == 8 * kSlot);
static_assert(offsetof(IMAPIOfflineMgrVtbl, Placeholders) == 9 * kSlot);
static_assert(sizeof(IMAPIOfflineMgrVtbl) == 16 * kSlot);
static_assert(offsetof(IMAPIOfflineNotifyVtbl, Notify) == 3 * kSlot);
static_assert(sizeof(IMAPIOfflineNotifyVtbl) == 4 * kSlot);
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

static_assert(sizeof(HRESULT) == 4 && std::is_signed_v<HRESULT>);
static_assert(sizeof(ULONG) == 4 && std::is_unsigned_v<ULONG>);
static_assert(sizeof(WCHAR) == 2);
static_assert(sizeof(GUID) == 16);
static_assert(sizeof(IMAPIOfflineMgr) == sizeof(void*), "one vtable pointer, no data");
static_assert(sizeof(IMAPIOfflineNotify) == sizeof(void*), "one vtable pointer, no data");

static_assert(offsetof(MAPIOFFLINE_ADVISEINFO, ulSize) == 0);
static_assert(offsetof(MAPIOFFLINE_ADVISEINFO, ulClientToken) == 4);
static_assert(offsetof(MAPIOFFLINE_ADVISEINFO, CallbackType) == 8);
static_assert(offsetof(MAPIOFFLINE_ADVISEINFO, pCallback) == (k64Bit ? 16 : 12));
static_assert(offsetof(MAPIOFFLINE_ADVISEINFO, ulAdviseTypes) == (k64Bit ? 24 : 16));
static_assert(offsetof(MAPIOFFLINE_ADVISEINFO, ulStateMask) == (k64Bit ? 28 : 20));
static_assert(sizeof(MAPIOFFLINE_ADVISEINFO) == (k64Bit ? 32 : 24));

static_assert(offsetof(MAPIOFFLINE_NOTIFY, ulSize) == 0);
static_assert(offsetof(MAPIOFFLINE_NOTIFY, NotifyType) == 4);
static_assert(offsetof(MAPIOFFLINE_NOTIFY, ulClientToken) == 8);
static_assert(offsetof(MAPIOFFLINE_NOTIFY, Info.StateChange.ulMask) == 12);
static_assert(offsetof(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateOld) == 16);
static_assert(offsetof(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateNew) == 20);
static_assert(sizeof(MAPIOFFLINE_NOTIFY) == 24);

static_assert(offsetof(MAPIOFFLINE_CREATEINFO, ulSize) == 0);
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, ulCreateFlags) == 4);
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, pwszProfileName) == 8);
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, ulCapabilities) == (k64Bit ? 16 : 12));
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, pGUID) == (k64Bit ? 24 : 16));
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, pInstance) == (k64Bit ? 32 : 20));
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, pParent) == (k64Bit ? 40 : 24));
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, pMAPISupport) == (k64Bit ? 48 : 28));
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, pAggregateInfo) == (k64Bit ? 56 : 32));
static_assert(offsetof(MAPIOFFLINE_CREATEINFO, pConnectInfo) == (k64Bit ? 64 : 36));
static_assert(sizeof(MAPIOFFLINE_CREATEINFO) == (k64Bit ? 72 : 40));

}  // namespace rx_outlook::abi
