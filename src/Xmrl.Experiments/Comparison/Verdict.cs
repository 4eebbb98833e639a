using System.Globalization;
using Xmrl.Experiments.Methods;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Comparison;

/// <summary>What a run shows, in one sentence that claims no more than the figures.</summary>
internal static class Verdict
{
    private const double Level = 0.05;

    /// <summary>Judges our method against base policy and control.</summary>
    /// <param name="summaries">Methods; the base policy first.</param>
    /// <param name="isShare">Whether scores are shares, printed in per cent.</param>
    /// <param name="seen">Number of test tasks with the parameters of a training task; where there are any, the test tasks are not called
    /// unseen.</param>
    /// <param name="methods">The methods; null for those that every program has.</param>
    /// <returns>A sentence.</returns>
    public static string Of(IReadOnlyList<MethodSummary> summaries, bool isShare, int seen = 0, MethodTable? methods = null)
    {
        int count = summaries[0].Scores.Length;
        string tasks = seen == 0
            ? "unseen tasks"
            : $"test tasks, {(seen == count ? "all" : $"{seen} of them")} with the parameters of a training task";
        MethodTable table = methods ?? MethodTable.Standard;
        Method? method = MethodTable.Subject(summaries.Select(summary => summary.Method).OfType<MethodName>().Select(name => table[name]));
        MethodSummary? ours = method is null ? null : summaries.First(summary => summary.Method == method.Name);
        if (ours?.ToBase is not { } gain)
        {
            string others = summaries.Count > 1 ? "controls alone were trained from it, no repair" : "nothing was repaired in this run";
            return $"The base policy scores {Number(summaries[0].Mean.Value)} on {count} {tasks}; {others}.";
        }

        string control = ours.ToControl is { } versus
            ? $" Against more training of equal budget: {Judge(versus)}."
            : string.Empty;
        return $"{ours.Name} scores {Number(ours.Mean.Value)} on {tasks}, the base policy {Number(summaries[0].Mean.Value)}: "
            + $"{Judge(gain)}.{control} {ours.Degradation.Share.ToString("p0", CultureInfo.InvariantCulture)} of the other tasks are "
            + "degraded. One seed decides nothing: repeat with others.";

        string Judge(PairedDifference difference)
        {
            string size = Size(difference.Interval.Value);
            return difference.PValue is { } level && level < Level ? $"{size} (paired t-test, p = {Test(level)})"
                : difference.Status != TestStatus.Tested ? $"{size}, which no test can judge ({difference.Status.ToWords()})"
                : $"{size}, no difference is shown"
                    + $"{(difference.PValue is { } p && !double.IsNaN(p) ? $" (p = {Test(p)})" : string.Empty)}";
        }

        static string Test(double p) => p.ToString("g2", CultureInfo.InvariantCulture);

        string Number(double value)
            => isShare
                ? value.ToString("p1", CultureInfo.InvariantCulture)
                : value.ToString("g4", CultureInfo.InvariantCulture).Replace('-', '−');

        string Size(double value)
            => isShare ? (100 * value).ToString("+0.0;−0.0;0.0", CultureInfo.InvariantCulture) + " points" : Signed(value);
    }

    /// <summary>A difference with its sign and three figures, whatever its size.</summary>
    internal static string Signed(double value)
        => (value > 0 ? "+" : string.Empty) + value.ToString("g3", CultureInfo.InvariantCulture).Replace('-', '−');
}
