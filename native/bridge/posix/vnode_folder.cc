#include "bridge/posix/vnode_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <utility>

#include "bridge/posix/endpoint.h"

namespace rx_outlook::bridge {
namespace {

#ifdef O_EVTONLY
constexpr int kToLook = O_EVTONLY | O_DIRECTORY | O_CLOEXEC;  // the volume can still be ejected
#else
constexpr int kToLook = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
#endif

}  // namespace

VnodeFolder::VnodeFolder(std::string path, unsigned user)
    : path_(std::move(path)), parent_path_(path_.substr(0, path_.rfind('/') + 1)), user_(user) {}

VnodeFolder::Found VnodeFolder::Look() const noexcept {
  struct stat found{};
  if (lstat(path_.c_str(), &found) != 0) return {};
  return {true, found.st_dev, found.st_ino, found.st_mode, found.st_uid};
}

void VnodeFolder::WatchFolder() noexcept {
  Descriptor folder(open(path_.c_str(), kToLook | O_NOFOLLOW));
  if (!folder) return;
  const bool is_private = IsPrivate(folder.get(), user_);
  // Another user's folder could wake this process at will by what is made in it.
  Descriptor watch =
      vnodes_.Watch(folder.get(), is_private ? Vnodes::Of::kItselfAndEntries : Vnodes::Of::kItself);
  if (!watch) return;
  folder_ = {std::move(folder), std::move(watch)};
  is_private_ = is_private;
}

void VnodeFolder::WatchParent() noexcept {
  Descriptor parent(open(parent_path_.c_str(), kToLook));
  if (!parent) return;
  struct stat found{};
  is_parent_shared_ = fstat(parent.get(), &found) != 0 || found.st_uid != user_ ||
                      (found.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  Descriptor watch = vnodes_.Watch(parent.get(), Vnodes::Of::kItselfAndEntries);
  if (watch) parent_ = {std::move(parent), std::move(watch)};
}

bool VnodeFolder::Watch() noexcept {
  if (!folder_.folder) WatchFolder();
  if (!is_private_ && !parent_.folder) {
    WatchParent();
    folder_ = {};
    WatchFolder();  // the folder may have been made, or made private, in between
  }
  if (is_private_) parent_ = {};
  found_ = Look();
  return folder_.folder || parent_.folder;
}

// Keeps a watch where it can: an event between two watches would be lost.
void VnodeFolder::ForgetReplaced() noexcept {
  const int folder = folder_.folder.get();
  if (!IsNamed(folder, path_) || IsPrivate(folder, user_) != is_private_) {
    folder_ = {};
    is_private_ = false;
  }
  if (!IsNamed(parent_.folder.get(), parent_path_)) parent_ = {};
}

bool VnodeFolder::Read() noexcept {
  if (!vnodes_.Read()) return false;
  const bool was_private = is_private_;
  const Found before = found_;
  ForgetReplaced();
  Watch();
  // Whatever happens in the private folder may be about a server. The parent may be everybody's:
  // only a change of the folder counts there.
  return was_private || found_ != before;
}

}  // namespace rx_outlook::bridge
