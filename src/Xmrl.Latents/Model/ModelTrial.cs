namespace Xmrl.Latents.Model;

/// <summary>One trial as the model learns from it, step after step.</summary>
/// <param name="Observations">Raw observations before each step. Shape [T, O].</param>
/// <param name="Actions">Encoded actions. Shape [T, encoded size].</param>
/// <param name="Rewards">Rewards as paid. Shape [T].</param>
/// <param name="Next">Raw observations after each step. Shape [T, O].</param>
/// <param name="Starts">First step of each trajectory, ascending from 0.</param>
internal sealed record ModelTrial(Real[] Observations, Real[] Actions, Real[] Rewards, Real[] Next, int[] Starts)
{
    /// <summary>T, the number of steps.</summary>
    public int Steps => Rewards.Length;
}
