using Xmrl.Verification.BoMrl;

namespace Xmrl.Verification.Registry;

/// <summary>The theory behind XMRL, SG-MRL and BO-MRL as computations with a verdict each. Everything is seeded: the figures are the same
/// on every run.</summary>
internal static class TheoryVerification
{
    /// <summary>All checks by name, cheapest first.</summary>
    public static IReadOnlyList<(string Name, Func<TheoryCheck> Run)> Checks { get; } =
    [
        ("policy-gradient", EstimatorChecks.PolicyGradient),
        ("hessian", EstimatorChecks.Hessian),
        ("hessian-bias", EstimatorChecks.HessianBias),
        ("sg-mrl", EstimatorChecks.SgMrl),
        ("maml-bias", EstimatorChecks.MamlBias),
        ("e-maml", EstimatorChecks.EMaml),
        ("lemma-3-quadratic", InfluenceChecks.Quadratic),
        ("lemma-3-tabular", InfluenceChecks.Tabular),
        ("information-bracket", InformationChecks.Bracket),
        ("information-sampling", InformationChecks.Sampling),
        ("information-limit", InformationChecks.SmallSeparationLimit),
        ("equation-8", InformationChecks.Equation8),
        ("theorem-1", LearningChecks.Theorem1),
        ("theorem-2", LearningChecks.Theorem2),
        ("lemma-2", RegularizationChecks.Lemma2),
        ("appendix-j", RegularizationChecks.AppendixJ),
        ("planted-quadratic", PlantedChecks.Quadratic),
        ("bo-mrl-solver", SolverChecks.Solver),
        ("bo-mrl-proposition-1", PropositionChecks.Proposition1),
        ("bo-mrl-proposition-2", PropositionChecks.Proposition2),
        ("bo-mrl-special-cases", SpecialCaseChecks.SpecialCases),
        ("bo-mrl-lemmas", LemmaChecks.Lemmas),
        ("bo-mrl-improvement", LemmaChecks.Improvement),
        ("bo-mrl-one-step", LemmaChecks.OneStep),
        ("bo-mrl-estimators", TrajectoryTermChecks.Estimators),
        ("bo-mrl-theorem-1", ConvergenceChecks.Theorem1),
        ("bo-mrl-theorem-2", ConvergenceChecks.Theorem2),
        ("bo-mrl-theorem-3", GapChecks.Theorem3),
        ("bo-mrl-theorem-4", GapChecks.Theorem4),
        ("lemma-3-bo-mrl", InfluenceOfAdapted.Check),
        ("interval-coverage", IntervalCoverage.Check),
    ];
}
