# Forty random designs for tests/regression/test_r_designs.py: nls with symbolic derivatives,
# sandwich, clubSandwich and nlme.
# Rscript designs.R   writes designs.json beside this file: data, starts and reference values.
# The tests read the file only; R is not needed to run them.
suppressPackageStartupMessages({
  library(sandwich); library(clubSandwich); library(nlme); library(minpack.lm); library(jsonlite)
})
set.seed(20260101)

# Mean, truth, range of x, and the powers with which parameters follow the units of y and of x;
# no powers where the mean is a logarithm or a power.
means <- list(
  exponential = list(quote(a * exp(-b * x) + c), c(a = 10, b = .7, c = 2), c(0, 5),
                     y = c(1, 0, 1), x = c(0, -1, 0)),
  logistic = list(quote(a / (1 + exp((m - x) / s))), c(a = 5, m = 2.5, s = .6), c(0, 5),
                  y = c(1, 0, 0), x = c(0, 1, 1)),
  michaelis_menten = list(quote(v * x / (k + x)), c(v = 200, k = .6), c(.1, 4),
                          y = c(1, 0), x = c(0, 1)),
  gompertz = list(quote(a * exp(-b * exp(-c * x))), c(a = 8, b = 3, c = .8), c(0, 6),
                  y = c(1, 0, 0), x = c(0, 0, -1)),
  lognormal_level = list(quote(a * pnorm((x - m) / s)), c(a = 10, m = .2, s = .9), c(-2, 2),
                         y = c(1, 0, 0), x = c(0, 1, 1)),
  lognormal_log = list(quote(log(a * pnorm((x - m) / s))), c(a = 10, m = .2, s = .9), c(-2, 2)),
  power_offset = list(quote(c + a * x^b), c(c = 1, a = 2, b = .6), c(.2, 5), y = c(1, 1, 0)),
  hill = list(quote(a * x^h / (k^h + x^h)), c(a = 6, h = 1.5, k = 1.2), c(.1, 5),
              y = c(1, 0, 0), x = c(0, 0, 1)),
  biexponential = list(quote(a * exp(-b * x) + c * exp(-d * x)), c(a = 6, b = 2, c = 3, d = .3),
                       c(0, 6), y = c(1, 0, 1, 0), x = c(0, -1, 0, -1)),
  sine = list(quote(c + a * sin(w * x + p)), c(c = 1, a = 2, w = 1.5, p = .4), c(0, 8),
              y = c(1, 1, 0, 0), x = c(0, 0, -1, 0))
)
kinds <- c("iid", "heteroskedastic", "ar1", "clustered")
units_y <- c(1, 1, 1e9, 1e-9)
units_x <- c(1, 1e6, 1, 1e-6)
groups_number <- 8

errors_of <- function(kind, n, g) {
  e <- rnorm(n)
  if (kind == "heteroskedastic") e <- e * seq(.4, 1.6, length.out = n)
  if (kind == "ar1") for (t in 2:n) e[t] <- .5 * e[t - 1] + sqrt(.75) * e[t]
  if (kind == "clustered") e <- sqrt(.5) * e + sqrt(.5) * rnorm(groups_number)[g]
  e
}

design <- function(number, name, kind) {
  m <- means[[name]]
  truth <- m[[2]]
  n <- sample(20:60, 1)
  x <- sort(runif(n, m[[3]][1], m[[3]][2]))
  g <- (seq_len(n) - 1) %% groups_number + 1
  clean <- eval(m[[1]], c(as.list(truth), list(x = x)))
  y <- clean + .03 * diff(range(clean)) * errors_of(kind, n, g)
  scale_y <- if (is.null(m$y)) 1 else units_y[number %% 4 + 1]
  scale_x <- if (is.null(m$x)) 1 else units_x[(number %/% 4) %% 4 + 1]
  follow <- (if (is.null(m$y)) 1 else scale_y^m$y) * (if (is.null(m$x)) 1 else scale_x^m$x)
  w <- if (number %% 7 %in% c(0, 3)) signif(runif(n, .5, 2), 6) else NULL
  list(name = name, kind = kind, x = signif(x * scale_x, 8), y = signif(y * scale_y, 8), w = w,
       g = g, start = truth * follow)
}

fit_of <- function(d) {
  f <- deriv(means[[d$name]][[1]], names(d$start), c(names(d$start), "x"))
  data <- list(y = d$y, x = d$x, f = f)
  formula <- as.formula(paste("y ~ f(", paste(names(d$start), collapse = ", "), ", x)"))
  w <- if (is.null(d$w)) rep(1, length(d$y)) else d$w
  environment(formula) <- list2env(list(f = f, w = w))
  frame <- data.frame(y = d$y, x = d$x)
  # As far as rounding lets it go: the relative offset that remains is checked.
  control <- nls.control(maxiter = 60, tol = 1e-10, minFactor = 1e-14, warnOnly = TRUE)
  start <- as.list(d$start)
  fit <- suppressWarnings(
    if (is.null(d$w)) nls(formula, frame, start = start, control = control)
    else nls(formula, frame, start = start, control = control, weights = w)
  )
  stopifnot(fit$convInfo$finTol < 1e-7)
  fit
}

reference <- function(d) {
  fit <- tryCatch(fit_of(d), error = function(e) {
    # Levenberg-Marquardt first, then nls to the last digit.
    f <- deriv(means[[d$name]][[1]], names(d$start), c(names(d$start), "x"))
    w <- if (is.null(d$w)) rep(1, length(d$y)) else d$w
    rough <- nls.lm(d$start, fn = function(p) sqrt(w) * (d$y - as.vector(do.call(f, c(as.list(p), list(x = d$x))))))
    d$start <- setNames(unlist(rough$par), names(d$start))
    fit_of(d)
  })
  # Weighted residuals on the weighted gradient: its sandwiches are those of the fit.
  J <- fit$m$gradient()
  e <- fit$m$resid()
  L <- lm(e ~ J - 1)
  se <- function(V) unname(sqrt(diag(as.matrix(V))))
  # clubSandwich compares with absolute tolerances: in the raw units of some designs its CR2 is off
  # by up to a fifth. Columns of length one and residuals of size one give it in all of them.
  lengths <- sqrt(colSums(J^2)); size <- sd(e)
  unit <- e / size; columns <- sweep(J, 2, lengths, "/")
  scaled <- lm(unit ~ columns - 1)
  cr2 <- vcovCR(scaled, cluster = d$g, type = "CR2")
  out <- list(
    params = unname(coef(fit)), ssr = deviance(fit), df = df.residual(fit),
    llf = as.numeric(logLik(fit)), aic = AIC(fit), bic = BIC(fit), nonrobust = se(vcov(fit)),
    HC0 = se(vcovHC(L, "HC0")), HC1 = se(vcovHC(L, "HC1")), HC2 = se(vcovHC(L, "HC2")),
    HC3 = se(vcovHC(L, "HC3")),
    HAC3 = se(NeweyWest(L, lag = 3, prewhite = FALSE, adjust = FALSE)),
    CR1 = se(vcovCL(L, cluster = d$g, type = "HC1", cadjust = TRUE)), CR2 = se(cr2) * size / lengths,
    CR2_df = coef_test(scaled, vcov = cr2, test = "Satterthwaite")$df_Satt
  )
  # The tolerances of gnls are absolute too.
  if (d$kind == "ar1" && is.null(d$w) && max(abs(d$y)) > .1 && max(abs(d$y)) < 1e4) {
    f <- deriv(means[[d$name]][[1]], names(d$start), c(names(d$start), "x"))
    formula <- as.formula(paste("y ~ f(", paste(names(d$start), collapse = ", "), ", x)"))
    environment(formula) <- list2env(list(f = f))
    assign("f", f, envir = globalenv())
    out$ar1_llf <- tryCatch({
      g <- gnls(formula, data.frame(y = d$y, x = d$x), start = coef(fit),
                correlation = corAR1(form = ~ 1),
                control = gnlsControl(nlsTol = 1e-4, tolerance = 1e-9, minScale = 1e-12))
      as.numeric(logLik(g))
    }, error = function(e) NULL)
  }
  out
}

out <- list()
number <- 0
for (kind in kinds) for (name in names(means)) {
  number <- number + 1
  d <- design(number, name, kind)
  found <- reference(d)
  d$start <- as.list(d$start)
  out[[number]] <- c(d, list(r = lapply(found, signif, 12)))
}
versions <- list(R = as.character(getRversion()),
  sandwich = as.character(packageVersion("sandwich")),
  clubSandwich = as.character(packageVersion("clubSandwich")),
  minpack.lm = as.character(packageVersion("minpack.lm")),
  nlme = as.character(packageVersion("nlme")))
write(toJSON(list(versions = versions, designs = out), digits = NA, auto_unbox = TRUE),
      "designs.json")
