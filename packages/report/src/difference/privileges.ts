import type { ContainerPrivileges, PrivilegeChange, Privileges } from "@plimsoll/core";

/** What each container may do now and could not before, and the other way round; containers of one side only are left out. */
export function comparePrivileges(base: Privileges, head: Privileges): PrivilegeChange[] {
  return head.containers.flatMap((container) => {
    const before = base.containers.find(({ origin }) => origin === container.origin);
    if (before === undefined) return [];
    const [had, has] = [powersOf(before), powersOf(container)];
    const gained = has.filter((power) => !had.includes(power));
    const dropped = had.filter((power) => !has.includes(power));
    return gained.length + dropped.length === 0
      ? []
      : [{ origin: container.origin, gained, dropped }];
  });
}

function powersOf(container: ContainerPrivileges): string[] {
  const { effective, isRoot, noNewPrivileges, privileged } = container;
  return [
    ...(privileged ? ["privileged"] : []),
    ...(isRoot ? ["root"] : []),
    ...(noNewPrivileges ? [] : ["new privileges"]),
    ...effective.map(({ name }) => name).sort(),
  ];
}
