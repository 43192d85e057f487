# Reference values for tests/regression/test_r.py: nls with sandwich, clubSandwich, boot, nlme.
# Rscript reference.R   writes the three data sets and reference.json beside this file.
# The tests read the files only; R is not needed to run them.
suppressPackageStartupMessages({
  library(MASS); library(sandwich); library(clubSandwich); library(boot); library(nlme); library(jsonlite)
})
# Tighter tolerances of the relative offset are below rounding for these data.
tight <- nls.control(maxiter = 500, tol = 1e-7, minFactor = 1e-14)

# The regression of the residuals on the gradient at the estimate: its leverages and
# cluster adjustments are those of the nonlinear fit.
linearised <- function(fit) {
  J <- fit$m$gradient()
  e <- as.vector(residuals(fit))
  lm(e ~ J - 1)
}
named <- function(fit) as.list(coef(fit))
plain <- function(V) unname(as.matrix(V))
common <- function(fit) {
  L <- linearised(fit)
  list(
    params = named(fit), bse = sqrt(diag(vcov(fit))), cov = plain(vcov(fit)),
    ssr = deviance(fit), df_resid = df.residual(fit), scale = sigma(fit)^2,
    llf = as.numeric(logLik(fit)), aic = AIC(fit), bic = BIC(fit),
    profile = plain(suppressMessages(confint(fit))),
    HC0 = plain(sandwich(fit)), HC1 = plain(vcovHC(L, "HC1")),
    HC2 = plain(vcovHC(L, "HC2")), HC3 = plain(vcovHC(L, "HC3"))
  )
}

# 1. Puromycin, treated cells: Michaelis-Menten
treated <- subset(Puromycin, state == "treated", c(conc, rate))
write.csv(treated, "puromycin.csv", row.names = FALSE)
f1 <- nls(rate ~ Vm * conc / (K + conc), treated, start = c(Vm = 200, K = .05), control = tight)
out <- list(puromycin = common(f1))
statistic <- function(data, i)
  coef(nls(rate ~ Vm * conc / (K + conc), data[i, ], start = coef(f1), control = tight))
set.seed(1)
drawn <- boot(treated, statistic, R = 200)
out$puromycin$resamples <- list(
  counts = boot.array(drawn), params = drawn$t
)
set.seed(2)
many <- boot(treated, statistic, R = 9999)
limits <- function(b, j) {
  # Acceleration from the jackknife; boot's own default is a regression on the counts.
  L <- empinf(b, type = "jack", index = j)
  ci <- boot.ci(b, type = c("basic", "perc", "bca"), index = j, L = L)
  list(basic = ci$basic[4:5], percentile = ci$percent[4:5], bca = ci$bca[4:5])
}
out$puromycin$boot <- list(n = 9999, Vm = limits(many, 1), K = limits(many, 2))

# 2. DNase: eleven runs of an assay, a logistic curve in log concentration
dnase <- data.frame(run = as.integer(as.character(DNase$Run)), conc = DNase$conc,
                    density = DNase$density)
write.csv(dnase, "dnase.csv", row.names = FALSE)
f2 <- nls(density ~ Asym / (1 + exp((xmid - log(conc)) / scal)), dnase,
          start = c(Asym = 2.5, xmid = 1.5, scal = 1), control = tight)
out$dnase <- common(f2)
L2 <- linearised(f2)
cr2 <- vcovCR(L2, cluster = dnase$run, type = "CR2")
tests <- coef_test(L2, vcov = cr2, test = "Satterthwaite")
out$dnase$CR0 <- plain(vcovCL(f2, cluster = dnase$run, type = "HC0", cadjust = FALSE))
out$dnase$CR1 <- plain(vcovCL(L2, cluster = dnase$run, type = "HC1", cadjust = TRUE))
out$dnase$CR2 <- plain(cr2)
out$dnase$CR2_df <- tests$df_Satt

# The same with runs of unequal length, where degrees of freedom differ from one less than the
# number of clusters.
uneven <- dnase[-seq(1, 90, 2), ]
f2u <- nls(density ~ Asym / (1 + exp((xmid - log(conc)) / scal)), uneven,
           start = c(Asym = 2.5, xmid = 1.5, scal = 1), control = tight)
L2u <- linearised(f2u)
cr2u <- vcovCR(L2u, cluster = uneven$run, type = "CR2")
out$uneven <- list(params = named(f2u), CR2 = plain(cr2u),
                   CR1 = plain(vcovCL(L2u, cluster = uneven$run, type = "HC1", cadjust = TRUE)),
                   CR2_df = coef_test(L2u, vcov = cr2u, test = "Satterthwaite")$df_Satt)

# 3. US population, 1790-1970: a logistic trend with autocorrelated errors
population <- data.frame(year = as.numeric(time(uspop)), millions = as.numeric(uspop))
write.csv(population, "uspop.csv", row.names = FALSE)
population$decade <- (population$year - 1790) / 10
f3 <- nls(millions ~ Asym / (1 + exp((xmid - decade) / scal)), population,
          start = c(Asym = 400, xmid = 20, scal = 4), control = tight)
out$uspop <- common(f3)
out$uspop$HAC3 <- plain(NeweyWest(f3, lag = 3, prewhite = FALSE, adjust = FALSE))
g3 <- gnls(millions ~ Asym / (1 + exp((xmid - decade) / scal)), population,
           start = coef(f3), correlation = corAR1(form = ~ 1),
           control = gnlsControl(nlsTol = 1e-4, tolerance = 1e-9, minScale = 1e-12))
rho <- coef(g3$modelStruct$corStruct, unconstrained = FALSE)
out$uspop$ar1 <- list(params = as.list(coef(g3)), rho = unname(rho),
                      llf = as.numeric(logLik(g3)))

# 4. Weights: the treated cells again, weighted by concentration
f4 <- nls(rate ~ Vm * conc / (K + conc), treated, start = c(Vm = 200, K = .05),
          weights = conc, control = tight)
out$weighted <- list(params = named(f4), cov = plain(vcov(f4)), ssr = deviance(f4),
                     llf = as.numeric(logLik(f4)), HC0 = plain(sandwich(f4)))

out$versions <- list(R = as.character(getRversion()),
  sandwich = as.character(packageVersion("sandwich")),
  clubSandwich = as.character(packageVersion("clubSandwich")),
  boot = as.character(packageVersion("boot")), nlme = as.character(packageVersion("nlme")))
write(toJSON(out, digits = NA, auto_unbox = TRUE), "reference.json")
