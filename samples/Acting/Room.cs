using Xmrl.Acting;

namespace Xmrl.Samples.Acting;

/// <summary>The game: a heater keeps a room at zero degrees, and nobody tells how warm it is outside.</summary>
/// <param name="outside">The task.</param>
internal sealed class Room(float outside)
{
    private const int Steps = 30;

    /// <summary>Plays an episode.</summary>
    /// <param name="policy">Acts.</param>
    /// <param name="random">Draws its actions; null for those without randomness.</param>
    /// <returns>What happened, and the return.</returns>
    internal (Trajectory Kept, float Return) Play(ActingPolicy policy, ActingRandom? random)
    {
        var kept = new Trajectory();
        float[] observation = [0];
        float[] action = [0];
        float sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            policy.Act(observation, action, random);
            float next = observation[0] + ((outside + Math.Clamp(action[0], -2, 2) - observation[0]) / 5);
            kept.Add(observation, action, -next * next);
            sum -= next * next;
            observation[0] = next;
        }

        kept.End(observation, terminated: false);
        return (kept, sum);
    }
}
