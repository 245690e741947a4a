/** A query of KICS over Dockerfiles, and the rule of ours that means the same. */
export interface KicsQuery {
  /** As `kics-scan disable=` names it. */
  readonly id: string;
  readonly name: string;
  readonly rules: readonly string[];
}

/**
 * The queries of KICS over Dockerfiles, by severity
 * (https://github.com/Checkmarx/kics/blob/master/docs/queries/dockerfile-queries.md).
 */
export const kicsQueries: readonly KicsQuery[] = [
  {
    id: "71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e",
    name: "UNIX Ports Out Of Range",
    rules: ["dockerfile-expose-range"],
  },
  {
    id: "6db6e0c2-32a3-4a2e-93b5-72c35f4119db",
    name: "Copy With More Than Two Arguments Not Ending With Slash",
    rules: ["dockerfile-copy-several"],
  },
  {
    id: "cdddb86f-95f6-4fc4-b5a1-483d9afceb2b",
    name: "COPY '--from' References Current FROM Alias",
    rules: ["dockerfile-stage-undefined"],
  },
  {
    id: "fd54f200-402c-4333-a5a4-36ef6709af2f",
    name: "Missing User Instruction",
    rules: ["dockerfile-user-missing"],
  },
  {
    id: "6b376af8-cfe8-49ab-a08d-f32de23661a4",
    name: "WORKDIR Path Not Absolute",
    rules: ["dockerfile-workdir-relative"],
  },
  {
    id: "f2daed12-c802-49cd-afed-fe41d0b82fed",
    name: "Same Alias In Different Froms",
    rules: ["dockerfile-stage-duplicate"],
  },
  {
    id: "6938958b-3f1a-451c-909b-baeee14bdc97",
    name: "Multiple ENTRYPOINT Instructions Listed",
    rules: ["dockerfile-several-entrypoint"],
  },
  {
    id: "8ada6e80-0ade-439e-b176-0b28f6bce35a",
    name: "Run Using Sudo",
    rules: ["dockerfile-sudo"],
  },
  {
    id: "682fe378-c180-4bd5-8a14-95fc285fb269",
    name: "Run Using Upgrade Commands",
    rules: ["dockerfile-apt-upgrade"],
  },
  {
    id: "09fda05e-da85-4ee7-ab8d-2800a5e6e756",
    name: "Run Using dnf Update",
    rules: ["dockerfile-package-upgrade"],
  },
  {
    id: "989ab888-7d1e-410f-9dde-c64a1d367bf2",
    name: "Use of Apk Upgrade",
    rules: ["dockerfile-package-upgrade"],
  },
  {
    id: "8f6456be-0018-46db-9ce6-b3b6dc8d34d2",
    name: "Yum Update Enabled",
    rules: ["dockerfile-package-upgrade"],
  },
  {
    id: "5fa731ea-e844-47a6-a1e8-abc25e95847e",
    name: "Vulnerable OpenSSL Version",
    rules: ["dockerfile-openssl-version"],
  },
  {
    id: "67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae",
    name: "Last User Is 'root'",
    rules: ["dockerfile-user-root"],
  },
  {
    id: "f4a6bcd3-e231-4acf-993c-aa027be50d2e",
    name: "RUN Instruction Using 'cd' Instead of WORKDIR",
    rules: ["dockerfile-run-cd"],
  },
  {
    id: "68a51e22-ae5a-4d48-8e87-b01a323605c9",
    name: "Using Unnamed Build Stages",
    rules: ["dockerfile-copy-from-index"],
  },
  {
    id: "41c195f4-fc31-4a5c-8a1b-90605538d49f",
    name: "Multiple CMD Instructions Listed",
    rules: ["dockerfile-several-cmd"],
  },
  {
    id: "9bae49be-0aa3-4de5-bab2-4c3a069e40cd",
    name: "Update Instruction Alone",
    rules: ["dockerfile-update-alone"],
  },
  {
    id: "b86987e1-6397-4619-81d5-8807f2387c79",
    name: "Not Using JSON In CMD And ENTRYPOINT Arguments",
    rules: ["dockerfile-shell-form"],
  },
  {
    id: "8a301064-c291-4b20-adcb-403fe7fd95fd",
    name: "Changing Default Shell Using RUN Command",
    rules: ["dockerfile-shell-replaced"],
  },
  {
    id: "efbf148a-67e9-42d2-ac47-02fa1c0d0b22",
    name: "Shell Running A Pipe Without Pipefail Flag",
    rules: ["dockerfile-pipefail"],
  },
  {
    id: "c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4",
    name: "Secrets Stored In Dockerfile",
    rules: ["dockerfile-secret-env", "dockerfile-secret-arg"],
  },
  {
    id: "965a08d7-ef86-4f14-8792-4a3b2098937e",
    name: "Apt Get Install Pin Version Not Defined",
    rules: ["dockerfile-apt-version"],
  },
  {
    id: "77783205-c4ca-4f80-bb80-c777f267c547",
    name: "APT-GET Missing '-y' To Avoid Manual Input",
    rules: ["dockerfile-apt-yes"],
  },
  {
    id: "00481784-25aa-4a55-8633-3136dfcf4f37",
    name: "Yum Clean All Missing",
    rules: ["dockerfile-rpm-cache"],
  },
  {
    id: "22cd11f7-9c6c-4f6e-84c0-02058120b341",
    name: "Gem Install Without Version",
    rules: ["dockerfile-gem-version"],
  },
  {
    id: "93d88cf7-f078-46a8-8ddc-178e03aeacf1",
    name: "Missing Version Specification In dnf install",
    rules: ["dockerfile-dnf-version"],
  },
  {
    id: "e36d8880-3f78-4546-b9a1-12f0745ca0d5",
    name: "NPM Install Command Without Pinned Version",
    rules: ["dockerfile-npm-version"],
  },
  {
    id: "fc775e75-fcfb-4c98-b2f2-910c5858b359",
    name: "Run Using 'wget' and 'curl'",
    rules: ["dockerfile-downloaders-mixed"],
  },
  {
    id: "6452c424-1d92-4deb-bb18-a03e95d579c4",
    name: "Yum install Without Version",
    rules: ["dockerfile-yum-version"],
  },
  {
    id: "7ebd323c-31b7-4e5b-b26f-de5e9e477af8",
    name: "Missing Flag From Dnf Install",
    rules: ["dockerfile-rpm-yes"],
  },
  {
    id: "295acb63-9246-4b21-b441-7c1f1fb62dc0",
    name: "Missing Dnf Clean All",
    rules: ["dockerfile-rpm-cache"],
  },
  {
    id: "f2f903fb-b977-461e-98d7-b3e2185c6118",
    name: "Pip install Keeping Cached Packages",
    rules: ["dockerfile-pip-cache"],
  },
  {
    id: "6e19193a-8753-436d-8a09-76dcff91bb03",
    name: "Yum Install Allows Manual Input",
    rules: ["dockerfile-rpm-yes"],
  },
  {
    id: "38300d1a-feb2-4a48-936a-d1ef1cd24313",
    name: "Missing Zypper Clean",
    rules: ["dockerfile-rpm-cache"],
  },
  {
    id: "562952e4-0348-4dea-9826-44f3a2c6117b",
    name: "Zypper Install Without Version",
    rules: ["dockerfile-zypper-version"],
  },
  {
    id: "9efb0b2d-89c9-41a3-91ca-dcc0aec911fd",
    name: "Image Version Not Explicit",
    rules: ["dockerfile-base-untagged"],
  },
  {
    id: "b16e8501-ef3c-44e1-a543-a093238099c9",
    name: "Using Platform Flag with FROM Command",
    rules: ["dockerfile-platform-constant"],
  },
  {
    id: "02d9c71f-3ee8-4986-9c27-1a20d0d19bfc",
    name: "Unpinned Package Version in Pip Install",
    rules: ["dockerfile-pip-version"],
  },
  {
    id: "b84a0b47-2e99-4c9f-8933-98bcabe2b94d",
    name: "Run Using apt",
    rules: ["dockerfile-apt-interactive"],
  },
  {
    id: "d3499f6d-1651-41bb-a9a7-de925fea487b",
    name: "Unpinned Package Version in Apk Add",
    rules: ["dockerfile-apk-version"],
  },
  {
    id: "d4895357-dd49-4ba5-b726-1bb81cb50989",
    name: "Run Using Zypper Update",
    rules: ["dockerfile-package-upgrade"],
  },
  {
    id: "45e1fca5-f90e-465d-825f-c2cb63fa3944",
    name: "Missing Zypper Non-interactive Switch",
    rules: ["dockerfile-rpm-yes"],
  },
  {
    id: "f45ea400-6bbe-4501-9fc7-1c3d75c32067",
    name: "Image Version Using 'latest'",
    rules: ["dockerfile-base-latest"],
  },
  {
    id: "99614418-f82b-4852-a9ae-5051402b741c",
    name: "MAINTAINER Instruction Being Used",
    rules: ["dockerfile-maintainer"],
  },
  { id: "aa93e17f-b6db-4162-9334-c70334e7ac28", name: "Chown Flag Exists", rules: [] },
  {
    id: "9513a694-aa0d-41d8-be61-3271e056f36b",
    name: "Add Instead of Copy",
    rules: ["dockerfile-add-local"],
  },
  {
    id: "b03a748a-542d-44f4-bb86-9199ab4fd2d5",
    name: "Healthcheck Instruction Missing",
    rules: ["dockerfile-healthcheck-missing"],
  },
  {
    id: "df746b39-6564-4fed-bf85-e9c44382303c",
    name: "Apt Get Install Lists Were Not Deleted",
    rules: ["dockerfile-apt-lists"],
  },
  {
    id: "7384dfb2-fcd1-4fbf-91cd-6c44c318c33c",
    name: "APT-GET Not Avoiding Additional Packages",
    rules: ["dockerfile-apt-recommends"],
  },
  {
    id: "ae9c56a6-3ed1-4ac0-9b54-31267f51151d",
    name: "Apk Add Using Local Cache Path",
    rules: ["dockerfile-apk-cache"],
  },
];

const nameById = new Map(kicsQueries.map(({ id, name }) => [id, name]));

/** Name of a query by its id; what is no id stays as it is. */
export function kicsName(id: string): string {
  return nameById.get(id.toLowerCase()) ?? id;
}
