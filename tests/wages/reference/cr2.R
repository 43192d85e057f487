# Reference for CR2 errors and Satterthwaite degrees of freedom: R with clubSandwich.
# Run: Rscript cr2.R > cr2.csv
suppressMessages(library(clubSandwich))
y <- c(1.2, 0.7, 1.9, 2.2, 0.3, 1.1, 1.6, 2.8, 2.1, 0.9, 1.4, 3.0, 2.5, 0.2)
d <- c(0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0)
x <- c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7)
g <- c(1, 1, 1, 2, 2, 3, 4, 4, 5, 5, 5, 6, 7, 7)
fit <- lm(y ~ d + x)
v <- vcovCR(fit, cluster = g, type = "CR2")
t <- coef_test(fit, vcov = v, test = "Satterthwaite")
cat("coefficient,estimate,std_error,df\n")
cat(sprintf("%s,%.12g,%.12g,%.12g\n", rownames(vcov(fit)), coef(fit), t$SE, t$df), sep = "")
