//! How the web view draws where there is no graphics card.
//!
//! On Linux, WebKit composites by OpenGL. Without a card the system emulates one, and compiling the shaders of the
//! first frame alone takes it half a second; plain drawing is quicker from the first frame on. Virtual machines and
//! remote desktops are such places. A window that is driven for a test keeps to OpenGL: a screenshot taken by the
//! driver waits for the next composited frame, and plain drawing composites none.

use tauri::WebviewWindow;

/// Lets a new window draw without a graphics card when there is none.
pub(crate) fn suit_hardware(window: &WebviewWindow) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    if !linux::has_graphics_card() && !linux::is_driven() {
        window.with_webview(|webview| linux::draw_plainly(&webview.inner()))?;
    }
    #[cfg(not(target_os = "linux"))]
    let _ = window;
    Ok(())
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::Path;

    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebView, WebViewExt};

    /// Linux lists cards that can draw as `/dev/dri/renderD128` and up; NVIDIA's own driver has another name.
    pub(super) fn has_graphics_card() -> bool {
        let drawing_nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
        Path::new("/dev/nvidiactl").exists()
            || drawing_nodes.into_iter().any(|node| node.file_name().to_string_lossy().starts_with("renderD"))
    }

    /// Tauri lets itself be driven by the same sign.
    pub(super) fn is_driven() -> bool {
        std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|driven| driven == "true")
    }

    pub(super) fn draw_plainly(view: &WebView) {
        if let Some(settings) = view.settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    }
}
