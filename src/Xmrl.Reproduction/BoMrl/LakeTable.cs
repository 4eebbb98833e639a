using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Runs.Records;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>Names of rows and columns of the figures on Frozen Lake, and how runs fill them.</summary>
/// <param name="algorithm">i of Alg(i).</param>
internal sealed class LakeTable(int algorithm)
{
    /// <summary>The optima of the tasks.</summary>
    public const string Optimum = "optimal policies";

    /// <summary>MAML with the better of two steps.</summary>
    public const string Maml = "MAML, better of both steps";

    /// <summary>The uniform policy, adapted with the λ of the others.</summary>
    public const string Uniform = "uniform start";

    /// <summary>The uniform policy, adapted as a public script does.</summary>
    public const string UniformDouble = "uniform start, 2λ (a public script)";

    /// <summary>Policy-gradient steps from what BO-MRL learned.</summary>
    public const string GradientSteps = "gradient steps from BO-MRL's φ (a public script)";

    /// <summary>Gap before adaptation.</summary>
    public const string None = "no adaptation";

    /// <summary>Gap after one policy-gradient step.</summary>
    public const string GradientStep = "one policy-gradient step";

    /// <summary>The drawn bound with the policies that tasks reach.</summary>
    public const string DrawnReached = "bound drawn, to policies after 15 adaptations";

    /// <summary>The same with the λ and the divergence of a public script.</summary>
    public const string DrawnByScript = "bound drawn, by a public script";

    /// <summary>The drawn bound with the optima.</summary>
    public const string Drawn = "bound drawn, to the optima";

    /// <summary>Bound of one step.</summary>
    public const string OneStep = "bound of one step (ours)";

    /// <summary>2·max|r|/(1 − γ) with γ = 0.8: no two policies differ by more, so that a bound from here on says nothing.</summary>
    private const double WidestGap = 10;

    private static readonly ImmutableArray<string> s_sets = ["training tasks", "fresh tasks"];

    /// <summary>BO-MRL(i).</summary>
    public string BoMrl => $"BO-MRL({algorithm})";

    /// <summary>BO-MRL(i) with the gradient at the adapted policy in place of the hyper-gradient.</summary>
    public string FirstOrder => $"BO-MRL({algorithm}), first order";

    /// <summary>BO-MRL(i) with everything estimated from episodes.</summary>
    public string MonteCarlo => $"BO-MRL({algorithm}), Monte Carlo";

    /// <summary>BO-MRL(i) with a tenth of λ.</summary>
    public string Tenth => $"BO-MRL({algorithm}), λ/10";

    /// <summary>Gap after one adaptation.</summary>
    public string Adapted => $"one Alg({algorithm})";

    /// <summary>Gap after one adaptation with a tenth of λ.</summary>
    public string AdaptedTenth => $"one Alg({algorithm}), λ/10";

    /// <summary>The bound as printed.</summary>
    public string Theorem => $"Theorem {TheoremNumber}, its own λ";

    /// <summary>The bound with comparators that are not optimal.</summary>
    public string Mended => $"Theorem {TheoremNumber}, its own λ, mended";

    /// <summary>The sets of tasks that are measured.</summary>
    public static ImmutableArray<string> Sets => s_sets;

    private int TheoremNumber => algorithm == 3 ? 4 : 3;

    /// <summary>MAML with one of the steps.</summary>
    /// <param name="strength">λ, by which its step is 1/(2λ).</param>
    public static string MamlOf(double strength) => string.Create(CultureInfo.InvariantCulture, $"MAML, step {0.5 / strength:0.#}");

    /// <summary>Column of a reward.</summary>
    /// <param name="panel">The distribution.</param>
    /// <param name="set">Training or fresh tasks.</param>
    /// <param name="steps">Adaptations.</param>
    public static string Reward(LakePanel panel, string set, int steps)
        => string.Create(CultureInfo.InvariantCulture, $"{panel.Distribution.Name}, {set}: reward after {steps}");

    /// <summary>Column of the optimality gap.</summary>
    /// <param name="panel">The distribution.</param>
    /// <param name="set">Training or fresh tasks.</param>
    public static string Gap(LakePanel panel, string set) => $"{panel.Distribution.Name}, {set}: optimality gap";

    /// <summary>Reads what BO-MRL contributes: its curve, gradient steps from it, the optima, gaps and bounds.</summary>
    /// <param name="panel">The distribution.</param>
    public Func<RunDirectory, RunFigures> ReadBoMrl(LakePanel panel) => run =>
    {
        TabularFigures figures = TabularFigures.Read(run);
        TabularFigures.TrainedPolicy policy = figures.Candidates[figures.Chosen];
        List<KeyValuePair<string, double>> values = [];
        List<string> remarks = [.. Skips(policy)];
        foreach ((string set, TabularScores scores) in Scores(policy))
        {
            values.AddRange(Curve(panel, set, BoMrl, scores.Curve));
            values.AddRange(Curve(panel, set, GradientSteps, scores.GradientCurve));
            values.AddRange(Curve(panel, set, Optimum, [.. scores.Curve.Select(_ => scores.Optimum)]));
            values.AddRange(Gaps(panel, Gap(panel, set), scores));
            remarks.Add(Describe(panel, set, scores.Bounds!));
        }

        return SeriesFigures.Of(run, values) with { Remarks = [.. remarks] };
    };

    /// <summary>Reads the curve of one row, and where asked the gap after one adaptation.</summary>
    /// <param name="panel">The distribution.</param>
    /// <param name="row">The row of the policy that was kept.</param>
    /// <param name="gapRow">The row of its gap; null for none.</param>
    public static Func<RunDirectory, RunFigures> ReadCurve(LakePanel panel, string row, string? gapRow = null) => run =>
    {
        TabularFigures figures = TabularFigures.Read(run);
        TabularFigures.TrainedPolicy policy = figures.Candidates[figures.Chosen];
        IEnumerable<KeyValuePair<string, double>> gaps = gapRow is null
            ? []
            : Scores(policy).Select(set => Cell(gapRow, Gap(panel, set.Set), set.Scores.Optimum - set.Scores.Curve[1]));
        return SeriesFigures.Of(run, [.. Curves(panel, row, policy), .. gaps]) with { Remarks = [.. Skips(policy)] };
    };

    /// <summary>Reads MAML: each step, and the better one.</summary>
    /// <param name="panel">The distribution.</param>
    public static Func<RunDirectory, RunFigures> ReadMaml(LakePanel panel) => run =>
    {
        TabularFigures figures = TabularFigures.Read(run);
        IEnumerable<KeyValuePair<string, double>> each = figures.Candidates.SelectMany(
            candidate => Curves(panel, MamlOf(candidate.Strength), candidate));
        return SeriesFigures.Of(run, [.. each, .. Curves(panel, Maml, figures.Candidates[figures.Chosen])]) with
        {
            Remarks = [.. figures.Candidates.SelectMany(Skips)],
        };
    };

    /// <summary>Reads the uniform policy: with λ, and with 2λ.</summary>
    /// <param name="panel">The distribution.</param>
    public static Func<RunDirectory, RunFigures> ReadUniform(LakePanel panel) => run => SeriesFigures.Of(
        run,
        new[] { Uniform, UniformDouble }.Zip(TabularFigures.Read(run).Candidates)
            .SelectMany(pair => Curves(panel, pair.First, pair.Second)));

    private static IEnumerable<(string Set, TabularScores Scores)> Scores(TabularFigures.TrainedPolicy policy)
        => s_sets.Zip([policy.Training, policy.Fresh]);

    private static IEnumerable<KeyValuePair<string, double>> Curves(LakePanel panel, string row, TabularFigures.TrainedPolicy policy)
        => Scores(policy).SelectMany(set => Curve(panel, set.Set, row, set.Scores.Curve));

    private static IEnumerable<KeyValuePair<string, double>> Curve(LakePanel panel, string set, string row, IReadOnlyList<double> curve)
        => curve.Select((value, steps) => Cell(row, Reward(panel, set, steps), value));

    private IEnumerable<KeyValuePair<string, double>> Gaps(LakePanel panel, string column, TabularScores scores)
    {
        BoundFigures bounds = scores.Bounds!;
        (string Row, double? Value)[] all =
        [
            (None, scores.Optimum - scores.Curve[0]), (Adapted, scores.Optimum - scores.Curve[1]),
            (GradientStep, scores.Optimum - scores.GradientCurve[1]), (DrawnReached, bounds.Factor * panel.Strength * bounds.Reached),
            (DrawnByScript, bounds.Factor * panel.BoundStrength * bounds.Exchanged), (Drawn, bounds.Drawn),
            (Theorem, Capped(bounds.Theorem)), (Mended, Capped(bounds.Mended)), (OneStep, bounds.OneStep),
        ];
        return all.Where(cell => cell.Value is not null).Select(cell => Cell(cell.Row, column, cell.Value!.Value));
    }

    private static double? Capped(double? bound) => bound is { } value ? Math.Min(value, WidestGap) : null;

    private static KeyValuePair<string, double> Cell(string row, string column, double value)
        => KeyValuePair.Create(ReproductionCell.KeyOf(row, column), value);

    private static IEnumerable<string> Skips(TabularFigures.TrainedPolicy policy) => policy.Skipped == 0
        ? []
        :
        [
            string.Create(
                CultureInfo.InvariantCulture, $"λ {policy.Strength:0.####}: {policy.Skipped} iterations took no step. {policy.Detail}"),
        ];

    private static string Describe(LakePanel panel, string set, BoundFigures bounds)
    {
        string theorem = bounds.Theorem is { } value
            ? string.Create(CultureInfo.InvariantCulture, $"it bounds the gap by {value:0.0e0}")
            : "its bound is infinite";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{panel.Distribution.Name}, {set}: the theorem asks for λ = {bounds.TheoremStrength:0.0e0} (A {bounds.Advantage:0.##}, "
                + $"ε {bounds.Visits:0.0e0}), with which {theorem}; used is {panel.Strength:0.###}.");
    }
}
