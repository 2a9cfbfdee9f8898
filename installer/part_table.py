"""The system's libraries and programs, with their package for apt, dnf and pacman.

Facts only; system_parts.py looks for them and installs what is missing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Something that the system's package manager provides.

    Attributes:
        name: A library's file name (`libEGL.so.1`), a program or several that will do (`a|b`), or
            a glob of font files.
        apt: Package names, newest first: Debian 13 renamed libraries with a 64-bit `time_t`.
        dnf: The package on Fedora and its relatives.
        pacman: The package on Arch and its relatives.
    """

    name: str
    apt: tuple[str, ...]
    dnf: str
    pacman: str


QT_BASE = (
    Part("libglib-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0"), "glib2", "glib2"),
    Part("libgthread-2.0.so.0", ("libglib2.0-0t64", "libglib2.0-0"), "glib2", "glib2"),
    Part("libGL.so.1", ("libgl1",), "libglvnd-glx", "libglvnd"),
    Part("libEGL.so.1", ("libegl1",), "libglvnd-egl", "libglvnd"),
    Part("libdbus-1.so.3", ("libdbus-1-3",), "dbus-libs", "dbus"),
    Part("libxkbcommon.so.0", ("libxkbcommon0",), "libxkbcommon", "libxkbcommon"),
    Part("libfontconfig.so.1", ("libfontconfig1",), "fontconfig", "fontconfig"),
    Part("libfreetype.so.6", ("libfreetype6",), "freetype", "freetype2"),
    Part("libbrotlidec.so.1", ("libbrotli1",), "libbrotli", "brotli"),
    Part("libbrotlicommon.so.1", ("libbrotli1",), "libbrotli", "brotli"),
    Part("libgssapi_krb5.so.2", ("libgssapi-krb5-2",), "krb5-libs", "krb5"),
    Part("libz.so.1", ("zlib1g",), "zlib", "zlib"),
    Part("libzstd.so.1", ("libzstd1",), "libzstd", "zstd"),
    Part("libX11.so.6", ("libx11-6",), "libX11", "libx11"),
)
"""What Qt loads even without a screen."""

QT_XCB = (
    Part("libX11-xcb.so.1", ("libx11-xcb1",), "libX11-xcb", "libx11"),
    Part("libxcb.so.1", ("libxcb1",), "libxcb", "libxcb"),
    Part("libxcb-cursor.so.0", ("libxcb-cursor0",), "xcb-util-cursor", "xcb-util-cursor"),
    Part("libxcb-icccm.so.4", ("libxcb-icccm4",), "xcb-util-wm", "xcb-util-wm"),
    Part("libxcb-image.so.0", ("libxcb-image0",), "xcb-util-image", "xcb-util-image"),
    Part("libxcb-keysyms.so.1", ("libxcb-keysyms1",), "xcb-util-keysyms", "xcb-util-keysyms"),
    Part("libxcb-randr.so.0", ("libxcb-randr0",), "libxcb", "libxcb"),
    Part(
        "libxcb-render-util.so.0",
        ("libxcb-render-util0",),
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    Part("libxcb-render.so.0", ("libxcb-render0",), "libxcb", "libxcb"),
    Part("libxcb-shape.so.0", ("libxcb-shape0",), "libxcb", "libxcb"),
    Part("libxcb-shm.so.0", ("libxcb-shm0",), "libxcb", "libxcb"),
    Part("libxcb-sync.so.1", ("libxcb-sync1",), "libxcb", "libxcb"),
    Part("libxcb-util.so.1", ("libxcb-util1",), "xcb-util", "xcb-util"),
    Part("libxcb-xfixes.so.0", ("libxcb-xfixes0",), "libxcb", "libxcb"),
    Part("libxcb-xkb.so.1", ("libxcb-xkb1",), "libxcb", "libxcb"),
    Part("libxkbcommon-x11.so.0", ("libxkbcommon-x11-0",), "libxkbcommon-x11", "libxkbcommon-x11"),
)
"""What a window on X11 needs besides; Qt ends the process when one is missing."""

QT_WAYLAND = (
    Part("libwayland-client.so.0", ("libwayland-client0",), "libwayland-client", "wayland"),
    Part("libwayland-cursor.so.0", ("libwayland-cursor0",), "libwayland-cursor", "wayland"),
)
"""What a window on Wayland needs besides."""

TEST_PROGRAMS = (
    Part(
        "chromium|chromium-browser|google-chrome",
        ("chromium", "chromium-browser"),
        "chromium",
        "chromium",
    ),
    Part("Xvfb", ("xvfb",), "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Part("openbox", ("openbox",), "openbox", "openbox"),
    Part("xdotool", ("xdotool",), "xdotool", "xdotool"),
    Part("dbus-daemon", ("dbus",), "dbus-daemon", "dbus"),
    Part("dbus-run-session", ("dbus",), "dbus-daemon", "dbus"),
    Part("gnome-keyring-daemon", ("gnome-keyring",), "gnome-keyring", "gnome-keyring"),
    Part("secret-tool", ("libsecret-tools",), "libsecret", "libsecret"),
    Part("import", ("imagemagick",), "ImageMagick", "imagemagick"),
    Part("objdump", ("binutils",), "binutils", "binutils"),
    Part("xwininfo", ("x11-utils",), "xwininfo", "xorg-xwininfo"),
    Part("/usr/share/fonts/**/Inter*", ("fonts-inter",), "rsms-inter-fonts", "inter-font"),
    Part(
        "/usr/share/fonts/**/NotoSans-*",
        ("fonts-noto-core",),
        "google-noto-sans-fonts",
        "noto-fonts",
    ),
    Part(
        "/usr/share/fonts/**/*NotoColorEmoji*",
        ("fonts-noto-color-emoji",),
        "google-noto-color-emoji-fonts",
        "noto-fonts-emoji",
    ),
)
"""What the tests drive from outside; without one its tests are skipped, except in CI."""
