"""The icons that people choose from: for an object or a type things that companies deal with, for a button what one
does. Each stands in static/icons.txt."""

ICONS = (
    "box", "package", "package-export", "barcode", "ship", "sailboat", "anchor", "car", "truck", "plane", "train",
    "bus", "bike", "forklift", "crane", "tractor", "backhoe", "helmet", "tools", "hammer", "gauge", "engine", "robot",
    "cpu", "server", "antenna", "plug", "battery", "solar-panel", "bulb", "flame", "droplet", "wind", "mountain",
    "leaf", "plant", "wheat", "paw", "home", "building", "building-factory", "building-warehouse", "building-store",
    "building-bank", "building-hospital", "school", "bed", "armchair", "coffee", "shirt", "diamond", "gift",
    "shopping-cart", "basket", "credit-card", "wallet", "cash", "receipt", "file-invoice", "file-certificate",
    "certificate", "signature", "award", "scale", "shield", "key", "lock", "heart", "stethoscope", "pill", "flask",
    "microscope", "palette", "ruler", "photo", "headphones", "ticket", "ball-football", "puzzle", "bug", "rocket",
    "world", "map-pin", "flag", "star", "tag", "briefcase", "book", "clipboard-list", "calendar-event",
    "speakerphone", "message", "users-group", "user-circle", "route", "hourglass", "bolt", "target", "shape",
)  # fmt: skip

BUTTONS = tuple(
    dict.fromkeys(
        (
            "bolt", "external-link", "plus", "check", "phone", "mail", "map-pin", "calendar", "file-text", "world",
            "star", "flag", "send", "bell", "download", "search", "user", *ICONS,
        )
    )
)  # fmt: skip
