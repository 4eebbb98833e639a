using Xmrl.Rl.Advantages;

namespace Xmrl.Rl.Tests.Advantages;

public sealed class BackwardSumsTests
{
    [Fact]
    public void Compute_TrajectoriesOfManyLengths_HaveTheBitsOfOneAtATime()
    {
        for (int trajectories = 0; trajectories <= 12; trajectories++)
        {
            // Lengths 1, 8, 15, 2, 9, … in turn, and an empty one.
            int[] starts = new int[trajectories + 1];
            for (int j = 0; j < trajectories; j++)
            {
                starts[j + 1] = starts[j] + (j == 5 ? 0 : 1 + (j * 7 % 20));
            }

            double[] terms = [.. Enumerable.Range(0, starts[^1]).Select(t => Math.Cos(t))];
            var expected = new Real[terms.Length];
            for (int j = 0; j < trajectories; j++)
            {
                double sum = 0;
                for (int t = starts[j + 1] - 1; t >= starts[j]; t--)
                {
                    sum = terms[t] + (0.9 * sum);
                    expected[t] = (Real)sum;
                }
            }

            var sums = new Real[terms.Length];
            BackwardSums.Compute(terms, starts, 0.9, sums);
            sums.ShouldBe(expected, $"{trajectories} trajectories");
        }
    }
}
