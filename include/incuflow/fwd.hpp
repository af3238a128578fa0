// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "incuflow/base/config.hpp"

// The names of the library, for headers that only pass its values along. One word per thing, the same in C++, Python, study files and tables:
//
//   firm        企业/团队  the unit that moves; a team before registration stands in a stage of its own
//   stage       阶段/梯次  a place on a track; `outside` is every track's implicit first one
//   track       链条       a directed graph of stages; a firm is in exactly one stage of every track
//   exit        退出       absorbing state of the firm, ends all tracks
//   transition  阶段转换   an edge of a track, with a hazard; written `track.a->b`, `track.a->exit` or `*->exit`
//   hazard      年转换强度 rate per year at which a transition happens, as a function of a clock
//   clock       时钟       what a hazard counts its time from: `sojourn`, `age`, `calendar`
//   modifier    影响       a stage multiplies a hazard on another track
//   trigger     触发       a transition fires another, on another track
//   stock       期末存量   firms in a stage at a time
//   flow        当年流量   crossings of a transition in a period
//   intake      新增入孵   firms entering from outside, per year; its flow is `+track.stage`
//   population  统计对象   a kind of unit: firms, carriers, people; may be declared without a pipeline
//   target      目标       a promise with a number and a date; every one has a status
//   kind        数据来源   where a number comes from: observed, borrowed, fitted, rule, plan, assumed, unknown
//   study       研究方案   populations, stocks, intakes, targets and a horizon; a file or an object
//   draw        参数抽样   one sample of the uncertain numbers
//
// Letters of indices and sizes, and the order in which arrays hold them (the last varies fastest):
//
//   k      draw                          stocks  (draw, time, stage)
//   t      time, years from the base     flows   (draw, period, transition)
//   i, j   state left, state entered     Q, E    (i, j), row-major
//   n      firms counted; in numeric/ the number of states
//   h      length of a step in years
//   p, u   probability, uniform number

INCUFLOW_BEGIN

// base
enum class Language;
struct Place;
struct Fault;
class Error;
class GraphError;
class ParameterError;
class DataError;
class StudyError;
class NumericError;
class EngineError;
class OutputError;

// units
enum class Kind;
enum class Measure;
enum class Dist;
enum class DayEdge;
struct Number;
struct NumberOptions;
struct PerYear;
struct ProbPerYear;
struct CountPerYear;
struct Years;
struct Range;
struct Date;
struct TimePoint;
struct Period;
struct Column;
class Table;

// numeric
struct GeneratorIntegrals;
struct BinomialGroup;
class CountLaw;
enum class KernelLevel;

// hazard
class Exponential;
class Weibull;
class PiecewiseConstant;
class Erlang;
class FixedDelay;
class Gompertz;
class Gamma;
class LogNormal;
class LogLogistic;
class GeneralisedGamma;
struct UncertainHazard;

// graph
struct Topology;
struct MaxFlow;
struct Drawing;

// model
struct Label;
struct Stage;
struct Track;
struct Exit;
enum class Clock;
struct TransitionRow;
struct Modifier;
struct Trigger;
struct DatedMatrix;
struct Review;
struct FirmAttribute;
struct PipelineParts;
struct PlacePath;
class PipelineBuilder;
class Pipeline;
class CompiledModel;
struct RealisedModel;

// study
struct Source;
struct Population;
struct Parameter;
struct ElapsedLaw;
struct StockRow;
enum class IntakeLaw;
struct IntakeRow;
enum class Counts;
enum class Accounting;
enum class ValueForm;
enum class Status;
enum class Reading;
struct TargetValue;
struct Target;
struct Override;
struct Scenario;
struct StudyParts;
class Study;

// engine
struct Entries;
struct CapacityLaws;
struct FlowBound;
struct CountQuery;
struct CountAnswer;
struct CohortTimes;
struct CohortRun;
class Cohort;
struct MomentQuery;
struct MomentRun;
class MarkovCohort;
class RenewalCohort;

// forecast
struct ForecastOptions;
struct Attainment;
struct CountQuestion;
class CountDistribution;
class Forecast;
class Comparison;
class MixtureLaw;

INCUFLOW_END
