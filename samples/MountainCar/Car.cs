using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace MountainCar;

/// <summary>A car in a valley, whose engine is too weak to climb the hill at once: it has to swing up. Tasks differ in their gravity,
/// which is not observed: where it is strong, a swing takes longer.</summary>
public sealed class Car(MdpTask task) : ISingleEnvironment
{
    private const double Power = 0.0015;
    private const double Top = 0.5;
    private const int PhysicsStepsPerAction = 5;

    private readonly double _gravity = task.Parameters[0];
    private double _position;
    private double _velocity;

    [RegisterEnvironment]
    public static SingleEnvironmentFamily Family { get; } = new(
        new EnvironmentSpec
        {
            Id = "MountainCar-v1",
            RewardVersion = "gained energy",
            ScoreName = "success rate",
            HasSuccess = true,
            ObservationSize = 2,
            ActionSize = 1,
            Horizon = 60,
            TaskParameterNames = ["gravity"],
            TaskParameterRanges = [new(0.0015, 0.0045)],
            ObservationCentre = [-0.5, 0],
            ObservationScale = [2, 20],
        },
        task => new Car(task));

    public void Reset(RandomKey key, Span<Real> observation)
    {
        (_position, _velocity) = (-0.6 + (0.2 * key.Uniform(0)), 0);
        Observe(observation);
    }

    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
    {
        double before = Energy();
        for (int i = 0; i < PhysicsStepsPerAction; i++)
        {
            _velocity += (Power * Math.Clamp(action[0], -1, 1)) - (_gravity * Math.Cos(3 * _position));
            _position += _velocity;
            if (_position < -1.2)
            {
                (_position, _velocity) = (-1.2, 0);
            }
        }

        Observe(observation);
        bool isUp = _position >= Top;
        return new SingleStep((Real)((Energy() - before) / _gravity) + (isUp ? 1 : 0), isUp, isUp);
    }

    private double Energy() => (_velocity * _velocity / 2) + (_gravity * Math.Sin(3 * _position) / 3);

    private void Observe(Span<Real> observation) => (observation[0], observation[1]) = ((Real)_position, (Real)_velocity);
}
