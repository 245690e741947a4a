// biome-ignore-all lint/suspicious/noTemplateCurlyInString: forms, not templates
import { generateKeyPairSync } from "node:crypto";
import { crc32 } from "node:zlib";
import { toBase62 } from "../../src/secrets/verify/checksum.ts";
import {
  alphanumeric,
  base32,
  base64,
  base64url,
  digits,
  hexadecimal,
  lower,
  randomText,
  upper,
} from "./random-text.ts";

/** What a detector must find, written from the issuer's description of the form. */
export interface Sample {
  /** The secret alone. */
  readonly value: string;
  /** A text that holds it. */
  readonly text: string;
  /** A text that nearly holds one. */
  readonly nearMiss: string;
  readonly path?: string;
}

const alphabets: Readonly<Record<string, string>> = {
  d: digits,
  x: hexadecimal,
  X: `${digits}ABCDEF`,
  a: alphanumeric,
  l: lower,
  A: upper,
  N: `${upper}${digits}`,
  n: `${lower}${digits}`,
  L: `${upper}${lower}`,
  b: base64,
  u: base64url,
  B: base32,
  c: base32.toLowerCase(),
  k: "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
};

/** `ab{x:40}` is `ab` and forty random hexadecimal digits; `{uuid}` a UUID. */
export function fill(form: string, seed: string): string {
  let count = 0;
  return form
    .replaceAll("{uuid}", "{x:8}-{x:4}-{x:4}-{x:4}-{x:12}")
    .replace(/\{(\w):(\d+)\}/g, (_, alphabet: string, length: string) => {
      count += 1;
      return randomText(Number(length), alphabets[alphabet]!, `${seed} ${count}`);
    });
}

/** A text around the value, where `§` stands for it. */
type Form = string | { readonly value: string; readonly in: string; readonly path?: string };

/**
 * Forms by detector. Prefixes are cut in two, so that no scanner takes this file for what it tests.
 * A near miss is the same text with the last character of the value gone and a `!` in its place.
 */
const forms: Readonly<Record<string, Form>> = {
  "secret-aws-access-key-id": "AK+IA{B:1}ACDEFG{B:9}",
  "secret-aws-secret-access-key": { value: "aB3{b:37}", in: 'aws_secret_access_key = "§"' },
  "secret-aws-session-token": { value: "{b:300}", in: "AWS_SESSION_TOKEN=§" },
  "secret-aws-mws-key": "amzn.+mws.{uuid}",
  "secret-aws-bedrock-key": "AB+SK{b:109}",
  "secret-google-api-key": "AI+za{a:35}",
  "secret-google-oauth-secret": "GOC+SPX-{a:28}",
  "secret-google-access-token": "ya+29.{u:120}",
  "secret-google-refresh-token": "1//+0{u:60}",
  "secret-firebase-server-key": "AA+AA{a:7}:AP+A91b{u:134}",
  "secret-azure-storage-key": { value: "{b:85}A==", in: "AccountName=shop;Account+Key=§;Endpoint" },
  "secret-azure-shared-access-key": { value: "{b:43}=", in: "Endpoint=sb://x/;SharedAccess+Key=§" },
  "secret-azure-sas": {
    value: "{a:43}%3D",
    in: "https://x.blob.core.windows.net/y?sv=2023&si+g=§&se=1",
  },
  "secret-azure-entra-client-secret": { value: "{a:3}8Q+~{a:34}", in: "AZURE_CLIENT_SECRET=§" },
  "secret-azure-devops-pat": "{a:76}AZ+DO{a:4}",
  "secret-azure-devops-pat-old": { value: "{c:52}", in: "azure_devops_pat: §" },
  "secret-azure-app-configuration": {
    value: "{b:44}=",
    in: "Endpoint=https://shop.azconfig.io;I+d=a-b:c;Secret=§",
  },
  "secret-azure-container-registry": "{b:42}+plus+AC+R{a:6}",
  "secret-azure-functions-key": "{u:44}Az+Fu{u:5}A==",
  "secret-azure-ai-services-key": "{a:76}AC+OG{a:4}",
  "secret-azure-search-key": "{a:42}Az+SeB{a:5}",
  "secret-alibaba-access-key-id": "LT+AI{a:20}",
  "secret-alibaba-secret-key": { value: "aB3{a:27}", in: "ALIYUN_SECRET=§" },
  "secret-tencent-secret-id": "AK+ID{a:32}",
  "secret-digitalocean-token": "do+p_v1_{x:64}",
  "secret-heroku-api-key": "HR+KU-AA{a:58}",
  "secret-heroku-api-key-old": { value: "{uuid}", in: "HEROKU_API_KEY=§" },
  "secret-ibm-cloud-api-key": { value: "{a:44}", in: "IBMCLOUD_API_KEY=§" },
  "secret-linode-token": { value: "{x:64}", in: "LINODE_TOKEN=§" },
  "secret-hetzner-token": { value: "{a:64}", in: "HCLOUD_TOKEN=§" },
  "secret-vultr-api-key": { value: "{N:36}", in: "VULTR_API_KEY=§" },
  "secret-scaleway-secret-key": { value: "{uuid}", in: "SCW_SECRET_KEY=§" },
  "secret-ovh-secret": { value: "{a:32}", in: "OVH_APPLICATION_SECRET=§" },
  "secret-flyio-token": "fo+1_{u:43}",
  "secret-netlify-token": "nf+p_{a:36}",
  "secret-vercel-token": { value: "{a:24}", in: "VERCEL_TOKEN=§" },
  "secret-cloudflare-api-token": { value: "{a:40}", in: "CLOUDFLARE_API_TOKEN=§" },
  "secret-cloudflare-global-key": { value: "{x:37}", in: "CLOUDFLARE_API_KEY=§" },
  "secret-cloudflare-origin-ca-key": "v1+.0-{x:24}-{x:146}",
  "secret-fastly-token": { value: "{a:32}", in: "FASTLY_API_TOKEN=§" },
  "secret-terraform-cloud-token": "{a:14}.atlas+v1.{a:67}",
  "secret-vault-token": "hv+s.{u:95}",
  "secret-doppler-token": "dp+.pt.{a:43}",
  "secret-databricks-token": "da+pi{x:32}",
  "secret-pulumi-token": "pu+l-{x:40}",
  "secret-planetscale-secret": "psc+ale_pw_{a:43}",
  "secret-supabase-token": "sb+p_{x:40}",
  "secret-render-api-key": "rn+d_{a:32}",
  "secret-yandex-api-key": "AQ+VN{a:36}",
  "secret-onepassword-service-token": "ops+_eyJ{a:300}",
  "secret-tailscale-key": "tsk+ey-auth-{a:12}-{a:32}",
  "secret-github-stateless-token": "gh+s_{d:7}_{a:28}.eyJ{u:60}.{u:43}",
  "secret-github-fine-grained-pat": "github+_pat_{a:22}_{a:59}",
  "secret-gitlab-pat": "glp+at-{a:20}",
  "secret-gitlab-deploy-token": "gld+t-{a:20}",
  "secret-gitlab-runner-token": "glr+t-{a:20}",
  "secret-gitlab-trigger-token": "glpt+t-{x:40}",
  "secret-gitlab-oauth-secret": "glo+as-{x:64}",
  "secret-gitlab-other-token": "glag+ent-{a:50}",
  "secret-atlassian-api-token": "ATA+TT3{a:186}={X:8}",
  "secret-bitbucket-access-token": "ATC+TT3{a:186}={X:8}",
  "secret-bitbucket-client-secret": { value: "{a:32}", in: "BITBUCKET_CLIENT_SECRET=§" },
  "secret-gitea-token": { value: "{x:40}", in: "GITEA_TOKEN=§" },
  "secret-sourcegraph-token": "sg+p_{x:16}_{x:40}",
  "secret-circleci-token": "CCI+PAT_{a:22}_{x:40}",
  "secret-circleci-token-old": { value: "{x:40}", in: "CIRCLECI_TOKEN=§" },
  "secret-travis-token": { value: "{a:22}", in: "TRAVIS_TOKEN=§" },
  "secret-buildkite-token": "bk+ua_{x:40}",
  "secret-codecov-token": { value: "{uuid}", in: "CODECOV_TOKEN=§" },
  "secret-drone-token": { value: "{a:32}", in: "DRONE_TOKEN=§" },
  "secret-jenkins-token": { value: "11{x:32}", in: "JENKINS_API_TOKEN=§" },
  "secret-sonarqube-token": "sq+u_{x:40}",
  "secret-sonar-token-old": { value: "{x:40}", in: "SONAR_TOKEN=§" },
  "secret-octopus-api-key": "AP+I-{N:26}",
  "secret-harness-token": "pa+t.{a:22}.{x:24}.{a:20}",
  "secret-launchdarkly-key": "sd+k-{uuid}",
  "secret-infracost-key": "ic+o-{a:32}",
  "secret-snyk-token": { value: "{uuid}", in: "SNYK_TOKEN=§" },
  "secret-prefect-token": "pn+u_{a:36}",
  "secret-postman-key": "PM+AK-{x:24}-{x:34}",
  "secret-npmrc-auth-token": {
    value: "{uuid}",
    in: "//npm.acme.dev/:_auth+Token=§",
    path: "root/.npmrc",
  },
  "secret-npmrc-password": {
    value: "{b:20}",
    in: "//npm.acme.dev/:_pass+word=§",
    path: "root/.npmrc",
  },
  "secret-pypi-token": "py+pi-AgEIcHlwaS5vcmc{u:140}",
  "secret-rubygems-key": "ruby+gems_{x:48}",
  "secret-nuget-key": { value: "oy2{n:43}", in: "NUGET_API_KEY=§" },
  "secret-cargo-token": { value: "cio{a:32}", in: 'token = "§"' },
  "secret-docker-hub-token": "dck+r_pat_{u:27}",
  "secret-clojars-token": "CLO+JARS_{n:60}",
  "secret-packagist-token": "pack+agist_out_{x:68}",
  "secret-artifactory-key": "AK+Cp{a:69}",
  "secret-artifactory-reference-token": "cmVm+dGtuOj{a:54}",
  "secret-gemfury-token": { value: "{a:6}-{a:24}", in: "FURY_TOKEN=§" },
  "secret-cloudsmith-key": { value: "{x:40}", in: "CLOUDSMITH_API_KEY=§" },
  "secret-slack-bot-token": "xo+xb-{d:12}-{d:12}-{a:24}",
  "secret-slack-user-token": "xo+xp-{d:12}-{d:12}-{d:12}-{x:32}",
  "secret-slack-app-token": "xa+pp-1-{N:11}-{d:13}-{x:64}",
  "secret-slack-refresh-token": "xo+xe-1-{a:146}",
  "secret-slack-legacy-token": "xo+xs-{d:12}-{d:12}-{a:24}",
  "secret-slack-webhook": {
    value: "hooks.slack+.com/services/T{N:9}/B{N:9}/{a:24}",
    in: "https://§",
  },
  "secret-discord-bot-token": { value: "M{a:25}.{a:6}.{a:38}", in: "DISCORD_TOKEN=§" },
  "secret-discord-webhook": { value: "discord.com/api/web+hooks/{d:18}/{u:68}", in: "https://§" },
  "secret-telegram-bot-token": "{d:10}:AA+G{a:32}",
  "secret-twilio-auth-token": { value: "{x:32}", in: "TWILIO_AUTH_TOKEN=§" },
  "secret-sendgrid-key": { value: "S+G.{a:22}.{a:43}", in: "KEY=§" },
  "secret-mailgun-key": "ke+y-{x:32}",
  "secret-mailchimp-key": { value: "{x:32}-us14", in: "MAILCHIMP_API_KEY=§" },
  "secret-brevo-key": "xkey+sib-{x:64}-{a:16}",
  "secret-postmark-token": { value: "{uuid}", in: "POSTMARK_TOKEN=§" },
  "secret-teams-webhook": {
    value: ".webhook.office+.com/webhookb2/{uuid}@{uuid}/IncomingWebhook/{x:32}/{uuid}",
    in: "https://acme§",
  },
  "secret-google-chat-webhook": {
    value: "chat.google+apis.com/v1/spaces/{a:11}/messages?key={a:39}&token={a:43}",
    in: "https://§",
  },
  "secret-resend-key": { value: "r+e_{a:8}_{a:24}", in: "KEY=§" },
  "secret-mattermost-token": { value: "{n:26}", in: "MATTERMOST_TOKEN=§" },
  "secret-sparkpost-key": { value: "{x:40}", in: "SPARKPOST_API_KEY=§" },
  "secret-stripe-live-key": "sk+_live_{a:24}",
  "secret-stripe-test-key": "sk+_test_{a:24}",
  "secret-stripe-webhook-secret": "wh+sec_{a:32}",
  "secret-square-token": "sq+0csp-{u:43}",
  "secret-braintree-token": "access_token$produc+tion${n:16}${x:32}",
  "secret-paypal-secret": { value: "E{u:79}", in: "PAYPAL_SECRET=§" },
  "secret-shopify-token": "shp+at_{x:32}",
  "secret-plaid-token": "access-produc+tion-{uuid}",
  "secret-flutterwave-key": "FLW+SECK-{x:32}-X",
  "secret-razorpay-secret": { value: "{a:24}", in: "RAZORPAY_SECRET=§" },
  "secret-gocardless-token": "li+ve_{a:40}",
  "secret-easypost-key": "EZ+AK{a:54}",
  "secret-shippo-key": "ship+po_live_{x:40}",
  "secret-duffel-token": "duf+fel_live_{a:43}",
  "secret-adyen-key": { value: "AQE{a:100}", in: "ADYEN_API_KEY=§" },
  "secret-coinbase-secret": { value: "{a:64}", in: "COINBASE_SECRET=§" },
  "secret-openai-key": "sk+-proj-{a:48}T3Blbk+FJ{a:48}",
  "secret-openai-client-secret": { value: "e+k_{x:32}", in: 'client_secret: "§"' },
  "secret-anthropic-key": "sk+-ant-api03-{u:93}AA",
  "secret-hugging-face-token": { value: "h+f_{L:34}", in: "TOKEN=§" },
  "secret-hugging-face-organization-token": "api+_org_{L:34}",
  "secret-replicate-token": { value: "r+8_{a:37}", in: "TOKEN=§" },
  "secret-groq-key": "gs+k_{a:52}",
  "secret-perplexity-key": "pp+lx-{a:48}",
  "secret-xai-key": "xa+i-{a:80}",
  "secret-openrouter-key": "sk+-or-v1-{x:64}",
  "secret-langsmith-key": "lsv+2_pt_{x:32}_{x:10}",
  "secret-pinecone-key": "pc+sk_{a:70}",
  "secret-nvidia-key": "nv+api-{a:64}",
  "secret-tavily-key": "tv+ly-{a:32}",
  "secret-cohere-key": { value: "{a:40}", in: "COHERE_API_KEY=§" },
  "secret-mistral-key": { value: "{a:32}", in: "MISTRAL_API_KEY=§" },
  "secret-deepseek-key": { value: "sk-{x:32}", in: "DEEPSEEK_API_KEY=§" },
  "secret-elevenlabs-key": { value: "sk_{x:48}", in: "ELEVENLABS_API_KEY=§" },
  "secret-wandb-key": { value: "{x:40}", in: "WANDB_API_KEY=§" },
  "secret-datadog-key": { value: "{x:32}", in: "DD_API_KEY=§" },
  "secret-new-relic-user-key": "NR+AK-{N:27}",
  "secret-new-relic-insert-key": "NR+II-{u:32}",
  "secret-new-relic-licence-key": "{x:36}NR+AL",
  "secret-grafana-service-token": "gl+sa_{a:32}_{x:8}",
  "secret-grafana-cloud-token": "gl+c_eyJ{a:100}",
  "secret-grafana-api-key": "ey+JrIjoi{a:80}",
  "secret-sentry-organization-token": "sntr+ys_eyJ{a:120}",
  "secret-sentry-user-token": "sntr+yu_{x:64}",
  "secret-sentry-auth-token": { value: "{x:64}", in: "SENTRY_AUTH_TOKEN=§" },
  "secret-pagerduty-key": { value: "{a:20}", in: "PAGERDUTY_TOKEN=§" },
  "secret-dynatrace-token": "dt0+c01.{N:24}.{N:64}",
  "secret-honeycomb-key": "hca+ik_{n:58}",
  "secret-splunk-token": { value: "{uuid}", in: "SPLUNK_HEC_TOKEN=§" },
  "secret-rollbar-token": { value: "{x:32}", in: "ROLLBAR_ACCESS_TOKEN=§" },
  "secret-sumologic-key": { value: "{a:64}", in: "SUMOLOGIC_ACCESSKEY=§" },
  "secret-posthog-key": "ph+x_{a:43}",
  "secret-opsgenie-key": { value: "{uuid}", in: "OPSGENIE_API_KEY=§" },
  "secret-algolia-admin-key": { value: "{x:32}", in: "ALGOLIA_ADMIN_KEY=§" },
  "secret-airtable-token": { value: "pat{a:14}.{x:64}", in: "AIRTABLE_TOKEN=§" },
  "secret-asana-token": { value: "1/{d:16}:{x:32}", in: "ASANA_TOKEN=§" },
  "secret-notion-token": "nt+n_{d:11}{a:35}",
  "secret-notion-token-old": { value: "secret_{a:43}", in: "NOTION_TOKEN=§" },
  "secret-linear-key": "lin+_api_{a:40}",
  "secret-figma-token": "fig+d_{u:40}",
  "secret-dropbox-token": "sl+.u.{u:135}",
  "secret-contentful-token": "CFP+AT-{a:43}",
  "secret-mapbox-secret-token": "sk+.eyJ{a:80}.{a:22}",
  "secret-hubspot-token": "pat-+na1-{uuid}",
  "secret-typeform-token": "tf+p_{a:59}",
  "secret-okta-token": { value: "00{a:40}", in: "OKTA_API_TOKEN=§" },
  "secret-auth0-secret": { value: "{u:64}", in: "AUTH0_CLIENT_SECRET=§" },
  "secret-twitter-bearer": "AAAAAAAAAA+AAAAAAAAAAAB{a:80}",
  "secret-facebook-token": { value: "{x:32}", in: "FACEBOOK_APP_SECRET=§" },
  "secret-facebook-page-token": "EA+AC{a:150}",
  "secret-salesforce-token": { value: "00D{a:15}!{a:96}", in: "SALESFORCE_TOKEN=§" },
  "secret-readme-key": "rd+me_{n:70}",
  "secret-frameio-token": "fi+o-u-{u:64}",
  "secret-ngrok-token": { value: "2{a:26}_{a:21}", in: "NGROK_AUTHTOKEN=§" },
  "secret-zendesk-token": { value: "{a:40}", in: "ZENDESK_TOKEN=§" },
  "secret-twitch-secret": { value: "{n:30}", in: "TWITCH_CLIENT_SECRET=§" },
  "secret-spotify-secret": { value: "{x:32}", in: "SPOTIFY_CLIENT_SECRET=§" },
  "secret-linkedin-secret": { value: "{a:16}", in: "LINKEDIN_CLIENT_SECRET=§" },
  "secret-settlemint-token": "sm_+aat_{a:16}",
  "secret-openshift-token": "sha2+56~{u:43}",
  "secret-postgres-url-password": { value: "{a:18}", in: "post+gres://app:§@db:5432/app" },
  "secret-mysql-url-password": { value: "{a:18}", in: "my+sql://app:§@db/app" },
  "secret-mongodb-url-password": { value: "{a:18}", in: "mongo+db+plus+srv://app:§@db/app" },
  "secret-redis-url-password": { value: "{a:18}", in: "red+is://:§@cache:6379" },
  "secret-amqp-url-password": { value: "{a:18}", in: "am+qp://app:§@mq" },
  "secret-sql-url-password": { value: "{a:18}", in: "ms+sql://sa:§@db" },
  "secret-file-transfer-url-password": { value: "{a:18}", in: "ft+p://app:§@files" },
  "secret-url-password": { value: "{a:18}", in: "ht+tps://bot:§@git.acme.dev/x" },
  "secret-jdbc-password": { value: "{a:12}", in: "jd+bc:postgresql://db/app?user=a&password=§" },
  "secret-connection-string-password": { value: "{a:12}", in: "Server=db;User=sa;Pass+word=§;" },
  "secret-bearer-token": { value: "{a:40}", in: "Author+ization: Bearer §" },
  "secret-age-secret-key": "AGE-SEC+RET-KEY-1{k:58}",
  "secret-wireguard-key": { value: "{b:42}8=", in: "Private+Key = §" },
  "secret-json-web-key": { value: "{u:43}", in: '{"k+ty":"EC","crv":"P-256","d":"§"}' },
  "secret-laravel-app-key": { value: "base64:{b:43}=", in: "APP_+KEY=§" },
  "secret-netrc-password": {
    value: "{a:12}",
    in: "machine x login y pass+word §",
    path: "root/.netrc",
  },
  "secret-pgpass-password": { value: "{a:12}", in: "db:5432:*:app:§", path: "root/.pgpass" },
  "secret-pypirc-password": {
    value: "{a:12}",
    in: "[pypi]\nusername = a\npass+word = §",
    path: "root/.pypirc",
  },
  "secret-shadow-hash": {
    value: "6${a:8}${a:86}",
    in: "root:$§:19000:0:99999:7:::",
    path: "etc/shadow",
  },
  "secret-htpasswd-hash": {
    value: "apr1${a:8}${a:22}",
    in: "admin:$§",
    path: "etc/nginx/.htpasswd",
  },
  "secret-my-cnf-password": { value: "{a:12}", in: "[client]\npass+word=§", path: "root/.my.cnf" },
  "secret-maven-password": {
    value: "{a:12}",
    in: "<pass+word>§</password>",
    path: "root/.m2/settings.xml",
  },
  "secret-gem-credentials": {
    value: "{a:40}",
    in: ":foo_api_+key: §",
    path: "root/.gem/credentials",
  },
  "secret-s3cfg-key": { value: "{a:32}", in: "secret_+key = §", path: "root/.s3cfg" },
  "secret-wifi-passphrase": {
    value: "{a:16}",
    in: 'ps+k="§"',
    path: "etc/wpa_supplicant/wpa_supplicant.conf",
  },
  "secret-ppp-password": { value: "{a:12}", in: "user * § *", path: "etc/ppp/chap-secrets" },
  "secret-composer-auth": {
    value: "{a:20}",
    in: '{"http-basic":{"x":{"username":"a","pass+word":"§"}}}',
    path: "root/.composer/auth.json",
  },
  "secret-rails-master-key": { value: "{x:32}", in: "§", path: "app/config/master.key" },
  "secret-wordpress-key": {
    value: "{a:20}",
    in: "define( 'DB_PASS+WORD', '§' );",
    path: "var/www/wp-config.php",
  },
  "secret-generic-key": { value: "{a:32}", in: "const api_+key = '§';", path: "app/main.js" },
  "secret-generic-setting": { value: "{a:24}", in: "SHOP_TOK+EN=§", path: "app/.env" },
  "secret-generic-password": {
    value: "Tr0ub4dor&3",
    in: "db_pass+word: §",
    path: "app/config.yml",
  },
};

/** Samples by detector. */
export function listSamples(): ReadonlyMap<string, Sample> {
  return new Map([...fromForms(), ...withChecksums(), ...keys()]);
}

function* fromForms(): Generator<[string, Sample]> {
  for (const [id, form] of Object.entries(forms)) {
    const shape = typeof form === "string" ? { value: form, in: "x = '§'" } : form;
    const join = (text: string) =>
      text
        .replaceAll("+plus+", "\0")
        .replaceAll(/\+(?![/=])/g, "")
        .replaceAll("\0", "+");
    const value = fill(join(shape.value), id);
    const around = join(shape.in);
    yield [
      id,
      {
        value,
        text: around.replace("§", () => value),
        nearMiss: nearMissOf(around, value),
        ...(shape.path !== undefined && { path: shape.path }),
      },
    ];
  }
}

/** The same with half of the value gone: where no length is given, with nothing of it left. */
function nearMissOf(around: string, value: string): string {
  const half = value.slice(0, Math.min(Math.floor(value.length / 2), 14));
  return around.replace("§", () => (half.length < 12 ? "" : `${half}!`));
}

function* withChecksums(): Generator<[string, Sample]> {
  const prefixes = {
    "secret-github-pat": "gh+p_",
    "secret-github-oauth": "gh+o_",
    "secret-github-app-token": "gh+s_",
    "secret-github-refresh-token": "gh+r_",
    "secret-npm-token": "np+m_",
  };
  for (const [id, cut] of Object.entries(prefixes)) {
    const random = randomText(30, alphanumeric, id);
    const value = `${cut.replace("+", "")}${random}${toBase62(crc32(random))}`;
    yield [id, { value, text: `TOKEN=${value}`, nearMiss: `TOKEN=${value.slice(0, -1)}` }];
  }
}

function* keys(): Generator<[string, Sample]> {
  const publicKeyEncoding = { type: "spki", format: "pem" } as const;
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding,
  });
  const { privateKey: rsa } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding,
  });
  const { privateKey: encrypted } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" },
    publicKeyEncoding,
  });
  const bodyOf = (pem: string) => pem.split("-----")[2]!.trim();
  yield [
    "secret-private-key",
    { value: bodyOf(privateKey), text: privateKey, nearMiss: publicKey },
  ];
  yield [
    "secret-encrypted-private-key",
    {
      value: bodyOf(encrypted),
      text: encrypted,
      nearMiss: encrypted.replace(bodyOf(encrypted), "…"),
    },
  ];
  const account = JSON.stringify({
    type: "service_account",
    private_key_id: randomText(40, hexadecimal, "account"),
    private_key: rsa,
  });
  yield [
    "secret-google-service-account",
    {
      value: bodyOf(rsa).slice(0, 60),
      text: account,
      nearMiss: account.replace(/"private_key":.*/, '"private_key":""}'),
    },
  ];
  const packed = Buffer.from(privateKey).toString("base64");
  yield [
    "secret-base64-private-key",
    { value: packed, text: `KEY=${packed}`, nearMiss: `KEY=${packed.slice(0, 80)}` },
  ];
  yield [
    "secret-kubeconfig-key",
    {
      value: packed,
      text: `    client-key-data: ${packed}`,
      nearMiss: `    client-certificate-data: ${Buffer.from(publicKey).toString("base64")}`,
    },
  ];
  const armour = (seed: string) =>
    Array.from({ length: 6 }, (_, line) => randomText(64, base64, `${seed} ${line}`)).join("\n");
  const pgp = armour("pgp");
  const pgpMark = "PGP PRIVATE KEY BLOCK-----";
  yield [
    "secret-pgp-private-key",
    {
      value: pgp,
      text: `-----BEGIN ${pgpMark}\n\n${pgp}\n-----END ${pgpMark}`,
      nearMiss: `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${pgp}\n`,
    },
  ];
  const putty = (encryption: string) =>
    `PuTTY-User-Key-${"File"}-3: ssh-rsa\nEncryption: ${encryption}\nComment: a\nPublic-Lines: 6\n${armour("putty")}\nPrivate-Lines: 6\n${pgp}\nPrivate-MAC: 0\n`;
  yield [
    "secret-putty-private-key",
    { value: pgp, text: putty("none"), nearMiss: putty("aes256-cbc") },
  ];
  const ssh2 = "SSH2 ENCRYPTED PRIVATE KEY";
  yield [
    "secret-ssh2-private-key",
    {
      value: pgp,
      text: `---- BEGIN ${ssh2} ----\nComment: "a"\n${pgp}\n---- END ${ssh2} ----`,
      nearMiss: `---- BEGIN SSH2 PUBLIC KEY ----\n${pgp}\n`,
    },
  ];
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = part({ alg: "HS256", typ: "JWT" });
  const signature = randomText(43, base64url, "jwt");
  const token = `${head}.${part({ sub: "17", iat: 1_700_000_000 })}.${signature}`;
  yield [
    "secret-json-web-token",
    {
      value: token,
      text: `jwt: ${token}`,
      nearMiss: `jwt: ${head}.${"x".repeat(30)}.${signature}`,
    },
  ];
  const login = Buffer.from(`deploy:${randomText(16, alphanumeric, "login")}`).toString("base64");
  yield [
    "secret-basic-authentication",
    {
      value: login,
      text: `Authorization: Basic ${login}`,
      nearMiss: `Authorization: Basic ${randomText(24, base64, "no")}`,
    },
  ];
  const registry = JSON.stringify({ auths: { "registry.acme.dev": { auth: login } } });
  yield [
    "secret-docker-auth",
    {
      value: login,
      text: registry,
      nearMiss: registry.replace(login, "Y2hhbmdlbWU="),
      path: "root/.docker/config.json",
    },
  ];
}
