/** Files whose name promises credentials: they are read wherever they lie. */
const sensitive =
  /(?:^|\/)(?:\.env[^/]*|[^/]*\.env|\.npmrc|\.yarnrc(?:\.yml)?|\.docker\/config\.json|\.dockercfg|\.dockerconfigjson|\.git-credentials|\.aws\/[^/]+|id_(?:rsa|dsa|ecdsa|ed25519)[^/]*|[^/]+\.(?:pem|key|ppk|p8|kdbx|tfstate|tfvars|ovpn|keystore)|[._]netrc|\.?pgpass(?:\.conf)?|\.pypirc|\.gem\/credentials|\.kube\/config|kubeconfig|g?shadow-?|\.?htpasswd|\.my\.cnf|\.s3cfg|rclone\.conf|auth\.json|credentials(?:\.json|\.ya?ml)?|secrets?\.(?:json|ya?ml|toml|properties)|wp-config\.php|\.git\/config|\.[a-z]*sh_history|\.config\/gcloud\/[^/]+|application_default_credentials\.json|master\.key)$/;

/** True for a file whose name promises credentials. */
export function isSensitive(path: string): boolean {
  return sensitive.test(path);
}
