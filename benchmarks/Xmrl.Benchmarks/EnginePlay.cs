using System.Diagnostics;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Benchmarks;

/// <summary>Random controls for copies of a robot and nothing else: the yardstick where there is no C compiler.</summary>
internal sealed class EnginePlay : IPlay
{
    private const int ControlTable = 1 << 14;

    private readonly RobotDescription _robot;
    private readonly Simulation[] _simulations;
    private readonly Real[] _controls = new Real[ControlTable];
    private readonly int[] _ages;
    private readonly int _horizon;
    private int _next;

    public EnginePlay(LocomotionFamily family, int index, int copies)
    {
        _robot = family.Description;
        _horizon = family.Spec.Horizon;
        RandomKey.FromSeed((ulong)index).FillUniform(0, _controls);
        _ages = new int[copies];
        _simulations = new Simulation[copies];
        for (int i = 0; i < copies; i++)
        {
            _simulations[i] = new Simulation(_robot.Model);
        }
    }

    public long Run(double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        long steps = 0;
        do
        {
            for (int i = 0; i < _simulations.Length; i++)
            {
                Simulation simulation = _simulations[i];
                if (_ages[i]++ == _horizon
                    || _robot.HealthyHeight is (double low, double high)
                    && !(simulation.Positions[2] >= low && simulation.Positions[2] <= high))
                {
                    simulation.Reset();
                    _ages[i] = 0;
                }

                foreach (ref double control in simulation.Controls)
                {
                    control = (2 * _controls[_next++ % ControlTable]) - 1;
                }

                simulation.Step(_robot.StepsPerAction);
                if (_robot.ContactCost > 0)
                {
                    simulation.ComputeContactForces();
                }
            }

            steps += _simulations.Length;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds);
        return steps;
    }

    public void Dispose()
    {
        foreach (Simulation simulation in _simulations)
        {
            simulation.Dispose();
        }
    }
}
