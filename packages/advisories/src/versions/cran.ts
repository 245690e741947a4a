import { orderNumberLists } from "./number-list.ts";

/**
 * The order of CRAN and Bioconductor: numbers between dots or hyphens, which mean the same
 * (cran.r-project.org/doc/manuals/R-exts.html, "The DESCRIPTION file"; `package_version` in R).
 */
export const cranOrdering = orderNumberLists(/^\d+(?:[.-]\d+)*$/, /[.-]/);
