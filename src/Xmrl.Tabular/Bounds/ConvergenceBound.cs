using Xmrl.Rl.Policies;

namespace Xmrl.Tabular.Bounds;

/// <summary>Constants of Theorems 1 and 2: the mean squared norm of the hyper-gradient over T iterations is at most K/T + M/√T.</summary>
/// <param name="B">Bounds Σ_a ‖∇²_φ π′(a|s)‖.</param>
/// <param name="C">Bounds Σ_a ‖∇_φ π′(a|s)‖.</param>
/// <param name="G">Bounds the norm of the hyper-gradient of one drawn task.</param>
/// <param name="Trivial">The square of the tightest bound on that norm: any number above it says nothing.</param>
/// <param name="LargestReward">r_max, the largest |r|.</param>
/// <param name="Discount">Discount γ in [0, 1).</param>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Theorems 1 and 2, Lemmas 6 to 15.</seealso>
internal sealed record ConvergenceBound(double B, double C, double G, double Trivial, double LargestReward, double Discount)
{
    /// <summary>K = 2(B + 2C²)·r²/(1 − γ)⁴.</summary>
    public double K => 2 * (B + (2 * C * C)) * LargestReward * LargestReward / Math.Pow(1 - Discount, 4);

    /// <summary>M = (B + 2C²)·G·r/(1 − γ)⁴.</summary>
    public double M => (B + (2 * C * C)) * G * LargestReward / Math.Pow(1 - Discount, 4);

    /// <summary>The constants as printed, for a table.</summary>
    /// <param name="divergence">D₁, D₂ (λ ≥ 2A) or D₃ (λ &gt; 6A).</param>
    /// <param name="strength">Strength λ &gt; 0.</param>
    /// <param name="advantage">A, the largest |A|.</param>
    /// <param name="reward">r_max, the largest |r|.</param>
    /// <param name="discount">Discount γ in [0, 1).</param>
    public static ConvergenceBound Printed(
        ProximalDivergence divergence, double strength, double advantage, double reward, double discount)
    {
        double rest = 1 - discount;
        double values = 16 * reward / (strength * rest * rest * rest);
        double trivial = Trivially(divergence, strength, advantage, discount, 2);
        return divergence switch
        {
            ProximalDivergence.Forward => new ConvergenceBound(
                values + (24 / rest) + (12 / strength), 6 / rest, 4 * advantage / (rest * rest), trivial, reward, discount),
            ProximalDivergence.Reverse => new ConvergenceBound(
                values + (18 / (rest * rest)), 4 / rest, 2 * advantage / (rest * rest), trivial, reward, discount),
            _ => Distance(strength, advantage, reward, discount),
        };
    }

    /// <summary>The constants with what the proofs drop put back: for D₁ the derivative of the projection, row norms of it up to 2 and the
    /// bound ρ ≥ λ/(λ + 2A); for D₂ the third term of a product. Those of D₃ are those printed.</summary>
    /// <param name="divergence">D₁, D₂ (λ ≥ 2A) or D₃ (λ &gt; 6A).</param>
    /// <param name="strength">Strength λ &gt; 0.</param>
    /// <param name="advantage">A, the largest |A|.</param>
    /// <param name="reward">r_max, the largest |r|.</param>
    /// <param name="discount">Discount γ in [0, 1).</param>
    public static ConvergenceBound Mended(
        ProximalDivergence divergence, double strength, double advantage, double reward, double discount)
    {
        double rest = 1 - discount;
        double trivial = Trivially(divergence, strength, advantage, discount, 4);
        switch (divergence)
        {
            case ProximalDivergence.Forward:
                {
                    double c = 16 / rest;
                    double b = (32 * reward / (strength * rest * rest * rest)) + (4 * c * c) + (20 * c) + 48;
                    return new ConvergenceBound(b, c, 8 * advantage / (rest * rest), trivial, reward, discount);
                }

            case ProximalDivergence.Reverse:
                {
                    double b = (16 * reward / (strength * rest * rest * rest)) + (26 / (rest * rest));
                    return new ConvergenceBound(b, 4 / rest, 2 * advantage / (rest * rest), trivial, reward, discount);
                }

            default:
                return Distance(strength, advantage, reward, discount);
        }
    }

    /// <summary>α, the step size that the theorems prescribe.</summary>
    /// <param name="iterations">T ≥ 1.</param>
    public double StepSize(long iterations)
    {
        double rest = 1 - Discount;
        double smoothness = (LargestReward * B / (rest * rest)) + (2 * Discount * LargestReward * C * C / (rest * rest * rest));
        return Math.Min(1 / smoothness, 1 / (G * Math.Sqrt(iterations)));
    }

    /// <summary>K/T + M/√T.</summary>
    /// <param name="iterations">T ≥ 1.</param>
    public double At(long iterations) => (K / iterations) + (M / Math.Sqrt(iterations));

    private static ConvergenceBound Distance(double strength, double advantage, double reward, double discount)
    {
        double rest = 1 - discount;
        double upper = strength + (2 * discount / rest * advantage);
        double margin = strength - (6 * advantage);
        double g = advantage * upper / (rest * margin);
        return new ConvergenceBound(
            160 * upper * upper / (rest * rest * rest * margin * margin), 2 * upper / (rest * margin), g, g * g, reward, discount);
    }

    /// <summary>Lemma 6's bound squared, where |A′ − c| is at most <paramref name="spread"/>/2 times A.</summary>
    private static double Trivially(ProximalDivergence divergence, double strength, double advantage, double discount, double spread)
    {
        double rest = 1 - discount;
        double norm = divergence switch
        {
            ProximalDivergence.Forward =>
                spread / 2 * advantage / rest * ((advantage / (strength - advantage) * discount / rest) + 2),
            _ => advantage / rest * ((advantage / strength * discount / rest) + 1),
        };
        return norm * norm;
    }
}
