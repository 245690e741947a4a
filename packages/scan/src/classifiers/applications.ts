import { around, type Classifier } from "./classifier.ts";

/** An application of script files, by the line in which it states its version. */
const application = (
  id: string,
  file: string,
  near: string,
  pattern: RegExp,
  cpes: readonly string[],
): Classifier => ({
  id,
  name: id,
  files: [file],
  kind: "text",
  versions: [around(near, pattern)],
  cpes,
  packagedAs: new RegExp(`^${id}`),
});

/** Applications that are unpacked into an image. */
export const applications: readonly Classifier[] = [
  application(
    "wordpress",
    "wp-includes/version.php",
    "$wp_version",
    /\$wp_version = '(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?:-[\w.-]{1,20})?)'/,
    ["wordpress:wordpress"],
  ),
  application(
    "drupal",
    "core/lib/Drupal.php",
    "const VERSION",
    /const VERSION = '(\d{1,2}\.\d{1,2}\.\d{1,3}(?:-[\w.]{1,20})?)'/,
    ["drupal:drupal"],
  ),
  application(
    "mediawiki",
    "includes/Defines.php",
    "MW_VERSION",
    /'MW_VERSION', '(1\.\d{1,3}\.\d{1,3}(?:-[\w.]{1,20})?)'/,
    ["mediawiki:mediawiki"],
  ),
  application(
    "nextcloud",
    "nextcloud/version.php",
    "$OC_VersionString",
    /\$OC_VersionString = '(\d{1,3}\.\d{1,3}\.\d{1,3}(?: ?(?:RC|beta) ?\d{1,2})?)'/,
    ["nextcloud:nextcloud_server"],
  ),
  application("phpmyadmin", "classes/Version.php", "VERSION", /VERSION = '(\d\.\d{1,2}\.\d{1,2})/, [
    "phpmyadmin:phpmyadmin",
  ]),
  application(
    "roundcube",
    "program/lib/Roundcube/bootstrap.php",
    "RCUBE_VERSION",
    /'RCUBE_VERSION', ?'(\d\.\d{1,2}\.\d{1,2})'/,
    ["roundcube:webmail"],
  ),
];
