using Xmrl.Diagnosis.Kinds;

namespace Xmrl.Diagnosis.Tests.Kinds;

public sealed class KindGroupingTests
{
    [Theory]
    [InlineData(new[] { 0.0, 0.1, 0.2, 5.0, 5.1, 5.2 }, new[] { 0, 0, 0, 1, 1, 1 })]
    [InlineData(new[] { 5.0, 0.1, 5.1, 0.0, 5.2, 0.2 }, new[] { 0, 1, 0, 1, 0, 1 })]
    [InlineData(new[] { 0.0, 0.1, 0.2, 5.0, 5.1, 5.2, 9.0, 9.1, 9.2 }, new[] { 0, 0, 0, 1, 1, 1, 2, 2, 2 })]
    public void Of_SeparateClusters_AreFoundInOrderOfAppearance(double[] points, int[] expected)
        => KindGrouping.Of(Distances(points)).ShouldBe(expected);

    [Theory]
    [InlineData(new[] { 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0 })]
    [InlineData(new[] { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 })]
    [InlineData(new[] { 2.0 })]
    public void Of_NoClusters_AreOneGroup(double[] points)
        => KindGrouping.Of(Distances(points)).ShouldAllBe(group => group == 0);

    [Theory]
    [InlineData(20, 3)]
    [InlineData(80, 4)]
    [InlineData(100, 5)]
    [InlineData(1000, 5)]
    public void FewestFailing_OneInTwenty_WithinItsBounds(int validation, int expected)
        => KindGrouping.FewestFailing(validation).ShouldBe(expected);

    [Fact]
    public void Of_ClusterBelowTheFewestTasks_IsNoGroupOfItsOwn()
        => KindGrouping.Of(Distances([0, 0.1, 0.2, 0.3, 9, 9.1])).ShouldAllBe(group => group == 0);

    [Fact]
    public void Silhouette_TwoPairs_IsTheHandWorkedMean()
    {
        // Each point: own 1, nearest other 4 to 6: (4 − 1)/4 for the inner two by (4 + 5)/2, (5 + 6)/2 for the outer ones.
        double inner = (4.5 - 1) / 4.5;
        double outer = (5.5 - 1) / 5.5;
        KindGrouping.Silhouette(Distances([0, 1, 5, 6]), [0, 0, 1, 1]).ShouldBe((inner + outer) / 2, 1e-12);
    }

    private static double[,] Distances(double[] points)
    {
        var distances = new double[points.Length, points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = 0; j < points.Length; j++)
            {
                distances[i, j] = Math.Abs(points[i] - points[j]);
            }
        }

        return distances;
    }
}
