// Changes of the bridge's folder, as the system reports them.
#pragma once

#include "bridge/posix/linux.h"
#ifdef RX_OUTLOOK_LINUX
#include "bridge/posix/inotify_folder.h"
#else
#include "bridge/posix/vnode_folder.h"
#endif

namespace rx_outlook::bridge {

#ifdef RX_OUTLOOK_LINUX
using FolderEvents = InotifyFolder;
#else
using FolderEvents = VnodeFolder;
#endif

}  // namespace rx_outlook::bridge
