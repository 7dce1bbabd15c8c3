//! A disk that is full, or has room for a part of what is written, or is read-only.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::{CHESHIRE, FORMATS, PACK, Place, joined};
use crate::program::{complained, printed, transcript};

/// `disk old after room command…`: runs the command with a small disk that holds what is in `old` and has so many bytes of
/// room, and leaves in `after` what is on it then. The disk is gone with the process.
const SCRIPT: &str = r#"
set -e
disk=$1 old=$2 after=$3 room=$4
shift 4
mount -t tmpfs -o size=4m none "$disk"
cp -a "$old/." "$disk"
if [ "$room" = none ]; then
    mount -o remount,ro "$disk"
else
    head -c "$room" /dev/zero >"$disk/room"
    head -c 8388608 /dev/zero >"$disk/filler" 2>"$after/full" || rm "$after/full" "$disk/room"
fi
status=0
"$@" || status=$?
rm -f "$disk/filler" || true
cp -a "$disk/." "$after"
exit "$status"
"#;

/// A folder, what lies on the disk before, and where the disk is.
struct Disk {
    place: Place,
}

impl Disk {
    fn new() -> Disk {
        let disk = Disk { place: Place::new() };
        for folder in ["disk", "old", "old/force", "after"] {
            fs::create_dir(disk.place.path(folder)).unwrap();
        }
        let mixed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/formats/force");
        fs::copy(mixed.join("made visits.csv"), disk.place.path("old/force/made visits.csv")).unwrap();
        // Larger than a page.
        let assessment = fs::read_to_string(mixed.join("mixed.toml")).unwrap() + &"# More.\n".repeat(1000);
        fs::write(disk.place.path("old/force/mixed.toml"), assessment).unwrap();
        fs::rename(disk.place.path("result.json"), disk.place.path("old/baseline.json")).unwrap();
        disk.place.run("keygen @/old/keys");
        for name in FORMATS.iter().chain(&["output", "summary", "seal"]) {
            fs::write(disk.place.path(&format!("old/{name}")), "what was there\n").unwrap();
        }
        disk
    }

    /// Whether this system lets everybody mount a disk of his own, in pages that are smaller than any report.
    fn can_be_mounted(&self) -> bool {
        let script = "mount -t tmpfs none \"$1\" && test \"$(getconf PAGESIZE)\" = 4096";
        let probe = self.unshare(&[script, "sh", &self.path("")]).output();
        probe.is_ok_and(|probe| probe.status.success())
    }

    /// A script and its arguments, with file systems of their own.
    fn unshare(&self, script: &[&str]) -> Command {
        let mut unshare = Command::new("unshare");
        unshare.current_dir(env!("CARGO_MANIFEST_DIR")).env("GITHUB_STEP_SUMMARY", self.path("summary"));
        unshare.args(["--user", "--map-root-user", "--mount", "sh", "-c"]).args(script);
        unshare
    }

    /// Runs a command of which `@` is the disk.
    fn run(&self, room: &str, command: &str) -> Output {
        let [disk, old, after] = ["disk", "old", "after"].map(|folder| self.place.path(folder));
        fs::remove_dir_all(&after).unwrap();
        fs::create_dir(&after).unwrap();
        let program = env!("CARGO_BIN_EXE_tipstaff");
        let command = self.place.words(&command.replace('@', &disk));
        self.unshare(&[SCRIPT, "sh", &disk, &old, &after, room, program]).args(command).output().unwrap()
    }

    /// The path of a file on the disk.
    fn path(&self, name: &str) -> String {
        self.place.path(&format!("disk/{name}"))
    }

    /// Every file of a folder, with what is in it.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let list = |folder: &Path| {
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
        };
        let folder = self.place.folder.path().join(folder);
        let mut files = BTreeMap::new();
        let mut pending = list(&folder);
        while let Some(path) = pending.pop() {
            if path.is_dir() {
                pending.extend(list(&path));
            } else {
                let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
        files
    }
}

#[test]
fn a_disk_without_room_keeps_every_old_file_whole() {
    let disk = Disk::new();
    if !disk.can_be_mounted() {
        eprintln!("skipped: `unshare` and `mount` give no disk of one's own, in pages of 4 KiB, here");
        return;
    }
    let reports: String = FORMATS.map(|format| format!(" --report {format}=@/{format}")).concat();
    let check = format!(
        "check {CHESHIRE} --output @/output {reports} --step-summary --baseline @/baseline.json --update-baseline"
    );
    let all: Vec<&str> = ["output"].into_iter().chain(FORMATS).chain(["summary", "baseline.json"]).collect();
    let page = "4096";
    for (room, why) in [
        ("0", "no space left on device"),
        (page, "no space left on device"),
        ("none", "read-only file system"),
    ] {
        // Where one of a pair of keys has room, the other has none.
        let half = |name: &str| format!("{name}.{}.pem", if room == page { "public" } else { "private" });
        for (command, unwritten) in [
            (check.as_str(), all.iter().map(|name| (*name).to_owned()).collect()),
            (&format!("seal {CHESHIRE} --output @/seal"), vec!["seal".to_owned()]),
            (&format!("measure --write @/force/mixed.toml {PACK}"), vec!["force/mixed.toml".to_owned()]),
            ("keygen @/new", vec![half("new")]),
            ("keygen @/keys --replace", vec![half("keys")]),
        ] {
            let output = disk.run(room, command);
            let line = |name: &String| format!("cannot write `{}`: {why}\n", disk.path(name));
            let expected: String = unwritten.iter().map(line).collect();
            let name = format!("{command}, room: {room}");
            assert_eq!(joined(&complained(&output)), joined(&expected), "{name}");
            assert_eq!((output.status.code(), printed(&output)), (Some(2), String::new()), "{name}");
            let (before, after) = (disk.files("old"), disk.files("after"));
            assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "{name}");
            assert!(after == before, "{name}: an old file has changed");
        }
    }
    // With room enough all of it is written.
    let output = disk.run("3000000", &check);
    assert_eq!(
        (output.status.code(), complained(&output)),
        (Some(1), String::new()),
        "{}",
        transcript(&output)
    );
}
